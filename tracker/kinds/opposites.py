"""Words that exclude each other: where one stands in the place of another, the fact is another one."""

#: One family a line; words that mean the same share a place ("cut/lower"), words of two places exclude each other.
_FAMILIES = """
increase/rise/grow/climb/gain/jump/surge decrease/fall/drop/decline/shrink/lose/plunge/slump remain/stabilise/stabilize
raise/lift/boost lower/cut/reduce/slash maintain/hold/keep/freeze
rose/grew fell/shrank
improve/strengthen/recover/ease worsen/deteriorate/weaken/diminish remain
high/higher low/lower moderate
strong/stronger weak/weaker
up down
win/won lose/lost draw/drew
victory defeat
before after during
more less/fewer
north south east west northeast northwest southeast southwest
northern southern eastern western northeastern northwestern southeastern southwestern central
left right centre/center
men/man women/woman children/child
boy girl
male female
son daughter
father mother
brother sister
husband/groom wife/bride
uncle aunt
nephew niece cousin
grandfather grandmother
widow widower
welcome/praise/applaud/embrace dismiss/reject/condemn/denounce/criticise/criticize
driver passenger pedestrian cyclist motorcyclist
stabbed shot strangled beaten poisoned drowned burned crushed
ditch barn field garden cellar/basement attic garage forest/woods beach river lake pond canal street yard
kitchen bedroom bathroom hallway stairwell
ankle wrist hip thigh stomach/abdomen face hand foot finger toe elbow rib spine
cancer stroke pneumonia leukemia/leukaemia diabetes malaria cholera measles tuberculosis
prison/jail service fine probation
wife ex-wife girlfriend/fiancée boyfriend/fiancé husband ex-husband
criminal civil
felony misdemeanor/misdemeanour
unanimous split
armed unarmed
drunk sober
adopted biological foster
front back/rear
partial full/complete/total
accelerate/quicken slow
resign retire
suspend dismiss/fire/sack reinstate promote
freshman sophomore
optimistic pessimistic
stolen borrowed bought/purchased
freed/released arrested/detained/jailed
cleared convicted charged accused
appeal trial inquest
kill injure/wound/hurt miss
dead/died injured/wounded/hurt alive/survived missing unharmed/unhurt
death injury case
fatal serious minor critical stable
murder manslaughter assault robbery rape kidnapping fraud theft arson burglary blackmail
guilty innocent
uphold/upheld/affirm overturn/overrule/quash/reverse
decide/decided consider/weigh/mull
convict acquit charge arrest question
arrest/detain release/free
prison/jail probation fine parole
sentence acquit
approve/pass reject/refuse/deny postpone/delay veto consider/weigh
accept/agree refuse/reject/decline
allow/permit ban/prohibit/forbid
legalise/legalize ban outlaw
open/reopen close/shut
begin/start/launch/initiate end/finish/finalise/finalize/complete suspend/pause resume cancel
began ended
arrive leave/depart
enter exit
join quit/leave
support/back oppose/fight
agree disagree
praise criticise/criticize/condemn
confirm deny
appoint/hire dismiss/sack/fire resign
elect re-elect reject
add remove
include exclude
buy/bought/purchase sell/sold lease/rent
import export
attack defend
true false
legal illegal
lawful unlawful
military civilian
soldier civilian policeman fireman/firefighter
suicide homicide accident
profit loss
surplus deficit
income spending/expenditure
revenue cost
first last
republican democrat
conservative labour liberal socialist green communist
catholic protestant muslim jewish hindu buddhist orthodox
church mosque synagogue temple
gun knife rifle pistol bomb grenade machete
missile drone mortar rocket
bus car train truck/lorry plane/aircraft/airplane helicopter boat/ship/ferry tram bicycle/bike motorcycle/motorbike van
cat dog horse cow pig sheep bird
apple pear orange banana
red blue green yellow black white brown grey/gray purple pink
gold silver bronze copper
wood stone brick concrete steel glass plastic
school hospital hotel restaurant factory prison museum theatre/theater cinema library airport stadium supermarket
kindergarten university college
bridge tunnel road dam
house flat/apartment
teacher doctor/physician nurse lawyer engineer driver pilot farmer journalist/reporter student baker carpenter
judge prosecutor juror witness defendant
captain goalkeeper striker midfielder coach referee
mayor governor minister president senator ambassador
arm leg head chest back neck shoulder knee
earthquake flood storm/hurricane/typhoon fire/blaze landslide avalanche tornado drought
rain snow hail fog
oil gas coal
water electricity
rice wheat corn/maize
beer wine
morning afternoon evening night
spring summer autumn winter
hour day week month year minute second decade century
hourly daily weekly monthly quarterly yearly/annual/annually
minimum maximum
temporary permanent
voluntary mandatory/compulsory/obligatory
optional required
public private
national local regional federal cantonal international municipal
domestic foreign
urban rural
majority minority
quarter half third
single double triple
primary secondary tertiary
junior senior
former current
eldest youngest
oldest youngest
largest/biggest smallest
highest lowest
best worst
major minor
direct indirect
internal external
upper lower
inside outside
mother daughter
teenager adult child pensioner
adult juvenile
vaccine drug
virus bacterium
quarterfinal/quarter-final semifinal/semi-final final
football rugby cricket tennis hockey basketball
chairman treasurer
plaintiff/claimant defendant
borrower lender
landlord tenant
buyer seller
employer employee
parent child
victim suspect witness
hostage captor
mild severe
exportation importation
hausse/augmentation baisse/diminution
zunahme/anstieg abnahme/rückgang
gestiegen/zugenommen gesunken/zurückgegangen/abgenommen
steigt/stieg sinkt/sank
getötet verletzt
tote verletzte
tués/morts blessés
muertos heridos
aumento/subida descenso/bajada/caída
"""


def _forms(word: str) -> set[str]:
    """A word and its regular endings: "increase", "increases", "increased", "increasing"."""
    stem = word.removesuffix("e")
    forms = {word, word + "s", stem + "ed", stem + "ing"}
    if word.endswith("y") and word[-2:-1] not in "aeo":
        forms |= {word[:-1] + "ies", word[:-1] + "ied"}
    if word[-1:] not in "aeiouwxys" and word[-2:-1] in "aeiou" and len(word) < 6:
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return forms


def _places() -> dict[str, dict[int, int]]:
    """For each word its place in each family that it belongs to."""
    found: dict[str, dict[int, int]] = {}
    for number, family in enumerate(_FAMILIES.strip().splitlines()):
        for place, words in enumerate(family.split()):
            for word in words.split("/"):
                for form in _forms(word):
                    found.setdefault(form, {}).setdefault(number, place)
    return found


_PLACES = _places()


def excludes(a: str, b: str) -> bool:
    """Whether two words stand at different places of one family of words that exclude each other."""
    mine, theirs = _PLACES.get(a), _PLACES.get(b)
    if mine is None or theirs is None or a == b:
        return False
    return any(theirs.get(number, place) != place for number, place in mine.items())
