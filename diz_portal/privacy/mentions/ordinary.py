"""Names that are words of their own: "May" may come in May, and "Will Hill" may walk up a hill.

A surname of these counts only where it is written with a capital, and is never taken out without
somebody's tick. The list need not be whole: what is missing here is asked about all the same,
only more often.
"""

_WORDS = """
abbey amber angel april august autumn baker ball banks barber barn baron battle bay bean bear
bell bells bench berry best bird bishop black blue bolt bond book booth bowl box boy branch
bread bridge bright broad brook brooks brown buck bull bush butler butter candy care carpenter
carr carter case cash castle chance chapel chase church clay clerk close cloud coal coast cole
cook cooper court cox craft crisp cross crow crown curl daisy dale dawn day dean dear dell drew
drive dyer early east eden english eve ever faith farmer fay field finch fine fish fisher flint
flood flower flowers ford forest forester foster fountain fox frank free freeman french frost
gale garden gardener gay gill gold good grace grant gray green grey grove guy hall hand hands
hardy harp hart hay hazel head heath heather hedge herd hill hills holly home hood hope horn
house hunt hunter hurst iris iron ivory ivy jack jasmine jay jean jewel joy judge june just keen
key kind king kitchen knight knowles lake lamb lane large lark law lee light lily little lock
long lord love low major mark marks marsh mason may mead meadows mercy miller mills monday moon
moor morning moss mount nail new newman noble noon north nurse oak olive page palm park parks
parsons peace pearl peel penny pepper perry piper pitt plumber point pond pool poole poppy
porter post potter pound power precious price prince prior quick raven ray read reader reed
reeves rest rich ring rivers rob robin rock rod root rose rosemary round ruby rule rush sage
sails sand sandy sawyer sharp shaw shepherd short silver singer sky slack smart smith snow soul
south spark speed spring stone storm street strong summer summers sun sunday sunny swan sweet
swift tailor tall tanner teller temple thatcher thick thorn tiger tile townsend trout tucker
turner underwood victor vine violet wade wait waite walk walker wall walls ward warden waters
way weaver webber weeks wells west wheeler white wild will wills winter wise wish wolf wood
woods worth wren wright yard yarn young
"""
ORDINARY = frozenset(_WORDS.split())
