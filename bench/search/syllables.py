"""Vietnamese syllables put together from onsets, rhymes and tones as the language allows them, and words made of them."""

import random
import unicodedata


def _listed(text: str) -> list[str]:
    return text.split()


# Real ones come first: they are the most frequent of the vocabulary.
FREQUENT = _listed("""
    và của là có người trong cho được với một không các những khi từ làm ra về đến này nhà nước đất nắng mùa
    vườn rừng núi biển sông làng nghề tay lửa hương vị thơm ngon ngọt cay bùi dẻo giòn đậm tươi khô sạch
    xanh đỏ vàng trắng lá hoa quả hạt củ rễ mật muối đường gạo nếp chè trà thịt cá tôm mực bánh rượu dầu tỏi
    ớt gừng nghệ sả sen mía phơi sấy rang ủ ướp chưng nấu hấp xay giã đóng gói chai hộp túi cân ngày tháng
    năm mẻ
""")
FREQUENT_WORDS = """
    truyền thống|đặc sản|nguyên chất|hữu cơ|thủ công|tự nhiên|bà con|gia đình|hợp tác xã|thiên nhiên|sức khỏe
    nguyên liệu|chất lượng|an toàn|thực phẩm|sản phẩm|quê hương|đồng bào|công thức|kinh nghiệm|thu hoạch
    chế biến|bảo quản|khách hàng|chăm sóc|phân bón|sương mù|cao nguyên|đồng bằng|ven biển|thế hệ|món quà
""".replace("\n", "|")
_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_ONSETS = ["", *_listed("b c ch d đ g gi h kh l m n ng nh p ph qu r s t th tr v x")]
_OPEN = _listed("""
    a ai ao au ay am an ang anh ăm ăn ăng âm ân âng âu ây e em en eng eo ê êm ên ênh êu i ia im in inh iu
    iêm iên iêng iêu o oi om on ong ô ôi ôm ôn ông ơ ơi ơm ơn u ua ui um un ung uôi uôn uông ư ưa ưi ưng ươi
    ươm ươn ương ưu ươu oa oai oan oang oanh oe uê uân uy uyên uynh
""")
# Those that end in a stop bear two of the six tones only.
_STOPPED = _listed("""
    ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich ip it iêc iêp iêt oc op ot ôc ôp ôt ơp ơt uc up ut
    uôc uôt ưc ưt ươc ươp ươt oat oach uât uych uyêt
""")
_ROUNDED = ("oa", "oe", "uê", "uâ", "uy")
_NEVER_ROUNDED = {"b", "g", "gi", "m", "ph", "qu", "r", "v"}
_FRONT = {"c": "k", "g": "gh", "ng": "ngh"}


def syllables() -> list[str]:
    """All of them in one order, about thirteen thousand, more than are in use."""
    return [
        _spelled(onset, rhyme, tone)
        for onset in _ONSETS
        for rhymes, tones in ((_OPEN, _TONES), (_STOPPED, (_TONES[1], _TONES[5])))
        for rhyme in rhymes
        if _fit(onset, rhyme)
        for tone in tones
    ]


def _fit(onset: str, rhyme: str) -> bool:
    if onset == "qu":
        return rhyme[0] not in "oôuư"
    if onset == "gi":
        return rhyme[0] not in "i"
    return not (onset in _NEVER_ROUNDED and rhyme.startswith(_ROUNDED))


def _spelled(onset: str, rhyme: str, tone: str) -> str:
    if onset in _FRONT and rhyme[0] in "ieê":
        onset = _FRONT[onset]
    if not onset and rhyme.startswith("iê"):
        rhyme = "y" + rhyme[1:]
    at = _bearer(rhyme)
    return unicodedata.normalize("NFC", onset + rhyme[: at + 1] + tone + rhyme[at + 1 :])


def _bearer(rhyme: str) -> int:
    """The position of the vowel that the tone stands on."""
    marked = [i for i, letter in enumerate(rhyme) if letter in "ăâêôơư"]
    if marked:
        return marked[-1]
    vowels = [i for i, letter in enumerate(rhyme) if letter in "aeiouy"]
    closed = vowels[-1] < len(rhyme) - 1
    return vowels[-1] if closed or len(vowels) == 1 else vowels[-2]


def vocabulary(size: int, chance: random.Random) -> list[str]:
    """So many different syllables, the most frequent first."""
    others = [made for made in syllables() if made not in set(FREQUENT)]
    return [*dict.fromkeys(FREQUENT), *chance.sample(others, size - len(set(FREQUENT)))]


def words_of_two(vocabulary: list[str], size: int, chance: random.Random) -> list[str]:
    """Pairs that stand together again and again; frequent syllables are in more of them."""
    weights = [1 / (rank + 50) for rank in range(len(vocabulary))]
    made = [word for word in map(str.strip, FREQUENT_WORDS.split("|")) if word]
    while len(made) < size:
        made.append(" ".join(chance.choices(vocabulary, weights, k=2)))
    return made
