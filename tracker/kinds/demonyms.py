"""Adjectives that English writes with a capital though they name nobody: peoples, creeds, parties."""

from tracker.kinds.wordsets import word_set

DEMONYMS = word_set(
    "american british english scottish welsh irish french german swiss austrian italian spanish portuguese "
    "dutch belgian danish swedish norwegian finnish icelandic polish czech slovak hungarian romanian "
    "bulgarian greek turkish russian ukrainian belarusian georgian armenian serbian croatian bosnian albanian "
    "slovenian estonian latvian lithuanian european african asian arab arabic israeli palestinian jewish "
    "muslim islamic christian catholic protestant hindu buddhist egyptian libyan tunisian algerian moroccan "
    "syrian lebanese jordanian iraqi iranian persian saudi yemeni afghan pakistani indian bangladeshi "
    "nepalese chinese japanese korean taiwanese vietnamese thai malaysian singaporean indonesian filipino "
    "australian canadian mexican cuban haitian brazilian argentine chilean colombian venezuelan peruvian "
    "bolivian nigerian kenyan ethiopian somali sudanese ghanaian rwandan ugandan zimbabwean congolese western "
    "eastern northern southern latin roman soviet kurdish tibetan uighur hispanic latino black white "
    "democratic republican conservative liberal communist socialist internet web olympic paralympic "
    "democrat briton dane swede finn pole turk spaniard "
    "parliamentary presidential federal  "
)
