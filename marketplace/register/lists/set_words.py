"""Which product set the words of a product's name speak for, for lists without a column of sets."""

from catalog.text import fold

# Folded words, the first that occurs decides: a drink of tea before the tea, what is made before what it is made of.
_WORDS = (
    ("16", ("nuoc khoang", "nuoc dong chai", "nuoc tinh khiet")),
    # Not "vang" alone: yellow flowers, turmeric and millet are no wine.
    ("15", ("bia", "ruou vang", "vang nho", "vang dau", "vang da lat", "vang sim")),
    ("14", ("ruou trang", "ruou gao", "ruou nep", "ruou men la", "ruou")),
    ("17", ("nuoc ep", "nuoc giai khat", "sua hat", "sinh to")),
    ("9", ("nuoc mam", "nuoc tuong", "tuong", "mam", "giam")),
    ("10", ("muoi", "tieu", "ot", "gia vi", "bot nghe", "tinh bot nghe", "que", "hoi", "sa te")),
    ("12", ("tra hoa", "tra thao moc", "tra ca gai leo", "tra gung", "tra sen", "tra la", "tra tui loc")),
    ("11", ("che", "tra xanh", "hong tra", "bach tra", "tra shan", "tra")),
    ("13", ("ca phe", "ca cao", "cacao", "coffee")),
    ("4", ("mat ong", "phan hoa", "mat mia", "duong thot not", "duong phen")),
    ("18", ("cao duoc lieu", "cao", "dong trung", "sam", "vien nang", "dong y", "linh chi", "nam lim")),
    ("19", ("xa phong", "xa bong", "dau goi", "my pham", "son moi", "kem duong")),
    ("20", ("tinh dau", "thao duoc")),
    ("6", ("bun", "mien", "pho", "banh", "my", "com chay", "com lam", "com", "bot gao")),
    ("8", ("cha", "gio", "lap xuong", "nem", "kho ca", "ca kho", "thit", "tom kho", "muc kho", "ruoc", "yen", "ca co", "xuc xich")),
    ("3", ("gao", "nep", "dau xanh", "dau den", "lac", "hat dieu", "hat sen", "ngo")),
    ("7", ("muc quat", "mang", "nam", "mit say", "chuoi say", "say", "o mai", "mut", "keo", "bot san", "bot")),
    ("2", ("trung", "ca tuoi", "tom", "ga", "vit", "lon", "bo", "de", "sua tuoi", "hau", "ngao")),
    ("22", ("tho cam", "det", "lua", "khan", "ao", "vai")),
    ("21", ("gom", "may tre", "dan lat", "tranh", "tuong go", "non la", "chieu", "sop", "go my nghe", "da my nghe")),
    ("23", ("hoa lan", "hoa cuc", "hoa hong", "hoa dao", "hoa mai")),
    ("24", ("cay canh", "bonsai")),
    ("26", ("du lich", "homestay", "diem den", "tham quan")),
    ("1", (
        "buoi", "cam", "quyt", "vai thieu", "nhan", "xoai", "thanh long", "sau rieng", "bo sap", "chuoi", "rau", "dua",
        "mit", "khoai", "na", "oi", "hong", "chom chom", "toi", "hanh", "ca rot", "ca chua", "dau tay", "nho", "sen",
    )),
)  # fmt: skip


# By the first word of each: all its words, and its place in the list, of which the lowest decides, with the code.
_BY_FIRST: dict[str, list[tuple[list[str], tuple[int, str]]]] = {}
for _rank, (_code, _speaking) in enumerate(_WORDS):
    for _text in _speaking:
        _BY_FIRST.setdefault(_text.split()[0], []).append((_text.split(), (_rank, _code)))


def set_by_words(name: str) -> str:
    """The code of the set, or nothing where no word speaks for one."""
    words = fold(name).split()
    found = [
        ranked
        for i, word in enumerate(words)
        for speaking, ranked in _BY_FIRST.get(word, ())
        if words[i : i + len(speaking)] == speaking
    ]
    return min(found, default=(0, ""))[1]
