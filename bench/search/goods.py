"""What generated products are called: a few hundred kinds of goods, by product set."""

from ..words import GOODS

# A kind for each pair of what it is and what it is made of.
_MADE_OF = {
    1: (("Rau", "Nấm"), ("cải ngọt", "rừng", "dớn", "hương tươi", "rơm", "má")),
    2: (("Thịt", "Trứng"), ("gà ri", "vịt cỏ", "lợn đen", "ngan", "chim cút")),
    3: (("Gạo", "Nếp"), ("Séng Cù", "ST25", "nàng Xuân", "hương", "cẩm", "tú lệ")),
    4: (("Mật ong",), ("rừng", "hoa cà phê", "hoa keo", "hoa vải", "bánh tổ", "lên men")),
    5: (("Bánh", "Xôi"), ("tét lá cẩm", "đậu xanh", "nếp nương", "khoai", "cốm")),
    6: (("Bún", "Miến", "Phở", "Mì"), ("gạo lứt", "rau củ", "ngô", "cua", "gấc")),
    7: (
        ("Mứt", "Kẹo", "Ô mai", "Hạt"),
        ("gừng", "dừa", "mận", "mơ", "sen", "bí đao", "me", "lạc vừng", "điều"),
    ),
    8: (
        ("Cá", "Tôm", "Mực", "Chả", "Ruốc", "Khô"),
        ("thu", "lóc", "sặc", "rim mặn ngọt", "tẩm gia vị", "xé sợi", "hun khói"),
    ),
    9: (("Nước mắm", "Dầu", "Mắm"), ("cá cơm", "nhĩ", "vừng đen", "tép", "ruốc")),
    10: (("Muối", "Bột", "Gia vị"), ("vừng", "ớt xanh", "gừng", "tỏi đen", "lẩu", "nêm rau củ")),
    11: (("Chè", "Trà"), ("xanh", "Thái Nguyên", "ướp sen", "ướp nhài", "lên men", "nõn tôm")),
    12: (("Trà", "Bột"), ("gạo lứt", "túi lọc lá sen", "vối", "xạ đen", "rau má", "ngũ cốc")),
    13: (("Cà phê", "Ca cao"), ("rang mộc", "hòa tan", "chồn", "hạt", "sữa dừa")),
    14: (("Rượu",), ("nếp nương", "gạo nấu tay", "cần", "sâu chít", "đậu xanh")),
    15: (("Rượu",), ("chuối hột", "ba kích", "nho", "dâu tằm", "sơn tra")),
    17: (("Nước ép", "Nước cốt", "Si rô"), ("dứa", "mơ", "ổi", "sim", "atiso", "thanh long")),
    18: (("Cao", "Viên", "Bột"), ("nghệ mật ong", "ba kích", "sâm", "đinh lăng", "hà thủ ô", "diệp hạ châu")),
    19: (("Dầu gội", "Xà phòng", "Kem"), ("bưởi", "sả", "dừa", "nghệ", "trà xanh")),
    20: (("Tinh dầu", "Nhang"), ("tràm", "bưởi", "khuynh diệp", "bạc hà", "thảo mộc")),
    21: (("Giỏ", "Đĩa", "Tượng", "Tranh"), ("mây", "cói", "gốm", "gỗ mít", "lá buông", "đá")),
    22: (("Khăn", "Túi", "Váy"), ("lanh", "thổ cẩm", "đũi", "thêu")),
    26: (("Trải nghiệm", "Tour"), ("làm gốm", "hái chè", "đi rừng", "làm bánh", "ruộng bậc thang")),
}


def _heads(set_number: int) -> list[str]:
    things, kinds = _MADE_OF.get(set_number, ((), ()))
    return list(dict.fromkeys([*GOODS[set_number][0], *(f"{a} {b}" for a in things for b in kinds)]))


HEADS = {set_number: _heads(set_number) for set_number in GOODS}
