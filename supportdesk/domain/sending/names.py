"""First names in their spellings: Cyrillic and Latin letters, and the short forms that people go by."""

from supportdesk.domain.words import fold

_LATIN = {
    **dict(zip("абвгдезиклмнопрстуфы", ["a", "b", "v", "g", "d", "e", "z", "i", "k", "l", "m", "n", "o", "p", "r", "s",
                                        "t", "u", "f", "i"], strict=True)),
    "ж": "zh", "й": "i", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "э": "e", "ю": "iu",
    "я": "ia", "і": "i", "ї": "i", "є": "e", "ґ": "g",
}  # fmt: skip
_SPELLINGS = (("shch", "sch"), ("x", "ks"), ("kh", "h"), ("y", "i"), ("j", "i"), ("ph", "f"), ("ii", "i"), ("w", "v"))

_SHORT = (
    ("alexander aleksandr alexandra aleksandra", "alex sasha sanya shura sandy"),
    ("alexey aleksei alexei", "lyosha lesha alyosha"),
    ("anastasia", "nastya stacy"),
    ("andrew andrei andrey", "andy drew andryusha"),
    ("anna", "anya ann annie nyura"),
    ("anthony", "tony"),
    ("benjamin", "ben"),
    ("catherine katherine ekaterina kateryna", "katya kate katia kathy cathy"),
    ("christopher christina kristina", "chris kris tina"),
    ("daniel daniil danila", "dan danny danya"),
    ("david", "dave"),
    ("dmitry dmitri dmitrii dmytro", "dima mitya"),
    ("edward eduard", "ed eddie edik ted"),
    ("elena olena yelena", "lena alyona"),
    ("elizabeth elizaveta", "liz lisa liza beth betty"),
    ("eugene evgeny evgenii yevgeny evgenia", "zhenya gene"),
    ("galina", "galya"),
    ("george georgy", "gosha zhora"),
    ("grigory gregory", "grisha greg"),
    ("igor", "gosha"),
    ("ilya ilia", "ilyusha"),
    ("irina iryna", "ira"),
    ("ivan", "vanya"),
    ("james", "jim jimmy jamie"),
    ("jennifer", "jen jenny"),
    ("john jonathan", "jack johnny jon"),
    ("joseph", "joe"),
    ("konstantin", "kostya"),
    ("larisa", "lara"),
    ("leonid", "lyonya"),
    ("lubov lyubov", "luba lyuba"),
    ("ludmila lyudmila", "luda lyuda mila"),
    ("margaret margarita", "maggie meg peggy rita"),
    ("maria mary mariya", "masha marie"),
    ("matthew matvey", "matt"),
    ("michael mikhail mihail", "mike misha mick mickey"),
    ("nadezhda", "nadya nadia"),
    ("natalia natalya", "natasha nata"),
    ("nicholas nikolai nikolay", "nick kolya"),
    ("oksana", "ksusha"),
    ("olga", "olya"),
    ("patricia patrick", "pat"),
    ("pavel paul", "pasha"),
    ("peter pyotr petr", "petya pete"),
    ("rebecca", "becky"),
    ("richard", "dick rick rich"),
    ("robert", "bob rob bobby"),
    ("roman", "roma"),
    ("samuel samantha", "sam"),
    ("sergey sergei serhii", "seryozha serezha"),
    ("stanislav", "stas"),
    ("stephen steven stepan", "steve styopa"),
    ("susan susanna", "sue susie"),
    ("svetlana", "sveta lana"),
    ("tatiana tatyana", "tanya"),
    ("thomas", "tom tommy"),
    ("vadim", "vadik"),
    ("valentina valentin", "valya"),
    ("valery valeria", "lera valera"),
    ("vasily vasiliy", "vasya"),
    ("victor viktor victoria viktoria", "vika vic vicky vitya"),
    ("vitaly vitalii", "vitalik"),
    ("vladimir volodymyr", "vova volodya vlad"),
    ("vladislav", "vlad slava"),
    ("vyacheslav", "slava"),
    ("william", "bill will billy"),
    ("yulia julia", "yulya julie"),
    ("yuri yury", "yura"),
    ("zoya zoe", "zoyka"),
)
"""Full names, and what those who bear them are called."""


def plainly(name: str) -> str:
    """A name in Latin letters without the differences between the ways to write Russian in them."""
    letters = "".join(_LATIN.get(letter, letter) for letter in fold(name))
    for written, plain in _SPELLINGS:
        letters = letters.replace(written, plain)
    return letters.replace("ii", "i")


def forms_of(name: str) -> frozenset[str]:
    """A name as `plainly` writes it, with all the names that the same person may go by."""
    plain = plainly(name)
    return _FORMS.get(plain, frozenset()) | {plain}


def _forms() -> dict[str, frozenset[str]]:
    forms: dict[str, set[str]] = {}
    for full, short in _SHORT:
        names = {plainly(name) for name in (*full.split(), *short.split())}
        for name in names:
            forms.setdefault(name, set()).update(names)
    return {name: frozenset(others) for name, others in forms.items()}


_FORMS = _forms()
