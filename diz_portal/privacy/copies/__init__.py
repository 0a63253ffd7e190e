"""The copy of somebody's data (UK GDPR, Article 15): what it says, and how it is handed out.

`content` gathers it by subject, in words; `article15` adds why, from where, to whom and how long;
`others` finds whom else it may speak of; `papers` makes the JSON and the PDF of it. An officer
reads it, blacks out other people and finishes it (`services`): only then is it handed out.
"""
