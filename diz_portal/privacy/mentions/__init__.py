"""Where staff have typed somebody's name, number or address, and how it is taken out.

A person is forgotten record by record (`privacy.erasure`); but they also stand in words about
other things: a task, a reason, a note on a spare part, the history of a title. Every column that
takes words is searched, of live tables and of audit tables alike, unless an app says in its
`data_subjects.py` that nobody types there or that it is found as a record of its own:

    from diz_portal.privacy.mentions import places

    places.made_here(Message, "key template", "Types and ids.")
    places.found_by_itself(Registration, "name email", kind="registration")
    places.published(Seminar, "title speakers")
    places.room(Task, room="Cases", read=…, others=…, link=…)

So a new column is searched without anybody's doing. What is certain is taken out with the record;
what is doubtful is shown, and somebody ticks it.

One statement looks through all tables, and the rows are read only where it found something: a scan
for one short pattern, about five seconds for a million rows of notes on a small machine.
"""
