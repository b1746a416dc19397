"""How claims are written: the words that make one, and those beside them that make none of it.

All lists hold folded words (see text.py) except where a word must bear its tone.
"""

# "Năm" is a year as well, and "ba sao" may be three turns in the pan: a number in words needs one of these before it.
RANKED = frozenset({"dat", "hang", "chuan", "xep", "cap", "phan", "ocop", "voi", "danh"})
NUMBERS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "nam": 5,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
}
# A hotel of five stars says nothing of the product.
HOUSES = (("khach", "san"), ("nha", "hang"), ("nghi", "duong"))
HOTELS = frozenset({"resort", "hotel", "homestay"})
# "3 sao tẩm" is work at the stove; "5 sao ruộng", typed without tones, is an area of five sào.
AT_THE_STOVE = frozenset({"tam", "say", "suot"})
FIELDS = frozenset({"ruong", "dat", "vuon", "ao", "lua"})

# Manure, matter and acids are organic in another sense.
NOT_ORGANIC_BEFORE = frozenset({"phan", "chat", "axit", "acid", "mun", "rac", "bon", "sinh", "he", "quan"})
NOT_ORGANIC_AFTER = frozenset(
    {
        "vi",
        "fertiliser",
        "fertilizer",
        "fertilisers",
        "fertilizers",
        "matter",
        "manure",
        "waste",
        "acid",
        "acids",
    }
)

# Words that say by themselves what kind of thing a protected name would stand for.
_KINDS = """
    chè trà gạo bưởi cam xoài chuối nho muối sâm quế nón vải hồi tiêu hồng dẻ chả mật lụa rượu mắm phê nhãn sầu
    dứa mít bơ ổi quýt chanh dừa lạc tỏi hành nghệ gừng nghêu tôm mực ngao sò miến bún phở bánh nem giò thịt gà vịt
    trứng sen chiếu gốm tơ lụa mây tre hoa măng nấm sắn khoai ngô đậu điều mác
"""
KINDS = frozenset(_KINDS.split())
SAME = {"trà": "chè", "chè": "trà"}
# Other spellings of a protected place, by its folded name.
SPELLINGS = {"buon ma thuot": ("Buôn Mê Thuột", "Ban Mê Thuột", "BMT")}
