"""Which motif a product gets: by its set first, then by the words of its name."""

from . import animals, cloth, crafts, cured, drinks, flowers, fruit, grains, greens, honey, landscape, plants, produce
from . import brews, farm, flavours, regional, remedies, seafood, snacks
from .naming import holds
from .scene import Motif

# The first line whose words (parted by "|") occur in the name wins; the last line of a set is its default.
Line = tuple[str, Motif] | tuple[str, Motif, Motif] | tuple[str, Motif, Motif, Motif]

FRESH: list[Line] = [
    ("bưởi", fruit.POMELOS), ("vải", produce.LYCHEES), ("nhãn", produce.LONGANS), ("chôm chôm", produce.RAMBUTANS),
    ("thanh long", fruit.DRAGONS), ("sầu riêng", produce.DURIANS), ("xoài", fruit.MANGOES), ("chuối", produce.BANANAS),
    ("nho", produce.GRAPES), ("dứa|thơm|khóm", produce.PINEAPPLES), ("dừa", produce.COCONUTS), ("dưa hấu", produce.WATERMELONS),
    ("dưa", produce.MELONS), ("hồng", fruit.PERSIMMONS), ("na|mãng cầu", fruit.CUSTARDS), ("mận", fruit.PLUMS),
    ("bơ", fruit.AVOCADOS), ("quýt", fruit.MANDARINS), ("cam sành", fruit.GREEN_ORANGES), ("cam", fruit.ORANGES),
    ("chanh leo|chanh dây", fruit.PASSION), ("chanh|tắc", fruit.LIMES), ("ổi", fruit.GUAVAS), ("vú sữa", fruit.STAR_APPLES),
    ("táo|lê|đào", fruit.APPLES), ("mít", produce.JACKFRUITS), ("dâu", produce.STRAWBERRIES), ("hạt dẻ", produce.CHESTNUTS),
    ("tỏi", greens.GARLICS), ("hành", greens.ONIONS), ("măng tây", regional.ASPARAGUS), ("khoai tây", regional.POTATOES),
    ("khoai lang", greens.SWEET_POTATOES), ("khoai|sắn|củ mài", greens.TAROS), ("nghệ", greens.TURMERICS), ("gừng", greens.GINGERS),
    ("ngô|bắp", greens.CORNS), ("ớt", greens.CHILLIES), ("cà chua", fruit.TOMATOES),
    ("bí", greens.PUMPKINS), ("cà rốt", greens.CARROTS), ("nấm", greens.rack), ("bắp cải|su hào|cải bắp", greens.CABBAGES),
    ("lạc|đậu phộng", greens.PEANUTS), ("xà lách", greens.FRILLY), ("rau muống|cải xoong|rau má", greens.WATERCRESS),
    ("rau|cải|su su", greens.GREENS, greens.FRILLY, greens.WATERCRESS), ("", greens.full_basket),
]
BUTCHERY: list[Line] = [
    ("trứng", farm.EGGS), ("sữa", farm.MILK), ("vịt|ngan|ngỗng", farm.DUCKS), ("gà", farm.FLOCK), ("thịt|lợn|heo|bò|dê|cừu|trâu", farm.MEAT),
    ("tôm", seafood.SHRIMPS), ("cua|ghẹ|ba khía", seafood.CRABS), ("mực|bạch tuộc", seafood.SQUIDS), ("hàu", seafood.OYSTERS),
    ("ốc", seafood.SNAILS), ("sò|ngao|nghêu|hến", seafood.SCALLOPS), ("rươi", regional.RAGWORMS), ("cá lăng|cá lóc|cá trê", seafood.DARK_FISH),
    ("cá rô|cá chép|cá trắm", seafood.GOLD_FISH), ("cá hồi|cá hồng|cá diêu hồng", seafood.RED_FISH), ("", seafood.FISH, farm.FLOCK, farm.EGGS),
]
GRAIN: list[Line] = [
    ("hạt sen", grains.LOTUS_SEED), ("tam giác mạch", grains.BUCKWHEAT), ("đậu xanh|đỗ xanh", grains.GREEN_BEANS),
    ("đậu đen|đỗ đen", grains.BLACK_BEANS), ("đậu đỏ", grains.RED_BEANS), ("đậu|đỗ", grains.SOY), ("vừng|mè", grains.SESAME),
    ("lạc|đậu phộng", grains.PEANUT), ("ngô|bắp", grains.CORN_GRAIN), ("kê", grains.MILLET), ("cẩm|than|đen|tím", grains.BLACK_RICE),
    ("lứt", grains.BROWN_RICE), ("đỏ|huyết rồng|đồ", grains.RED_RICE), ("cốm", grains.YOUNG), ("nếp nương|nương", grains.HILL_STICKY), ("nếp", grains.STICKY), ("tám|st25|hương|thơm", grains.SCENTED_RICE),
    ("ruộng|rươi|hữu cơ", grains.FIELD_RICE),
    ("", grains.WHITE_RICE, grains.WHITE_RICE, grains.SHEAVES),
]
HONEY: list[Line] = [
    ("phấn hoa", honey.POLLEN), ("mật ong|ong", honey.HONEY), ("yến", honey.NEST), ("muối", honey.SALT), ("đường|thốt nốt", honey.SUGAR),
    ("mật hoa dừa|mật dừa|mật mía|mật", honey.MOLASSES), ("sữa", honey.MILK_JAM), ("", honey.HONEY),
]
READY: list[Line] = [
    ("cơm lam", regional.COM_LAM), ("xôi", regional.FIVE_COLOURS), ("cháo", snacks.PORRIDGE), ("mì|bún|phở|miến|hủ tiếu", snacks.NOODLES),
    ("nem|tré", snacks.NEM), ("chưng|tét", snacks.CHUNG), ("gai|ít", snacks.GAI), ("giò|chả", snacks.CUT_ROLL), ("bánh tráng", snacks.SHEETS),
    ("bánh đa", snacks.CRACKERS), ("chè lam", snacks.CHE_LAM), ("bánh tẻ|bánh giò|bánh lá|bánh nậm|bánh lọc", snacks.LEAF_CAKES),
    ("bánh ú|bánh gio", snacks.DUMPLINGS), ("đậu xanh", snacks.GREEN_CAKE), ("kẹo", snacks.CANDY), ("bánh", snacks.BUNS, snacks.YELLOW_CAKE),
    ("", snacks.NOODLES, snacks.BUNS, snacks.LEAF_CAKES),
]
CEREAL: list[Line] = [
    ("pía", snacks.PIA), ("láo|cốm nổ|bỏng", snacks.RICE_CRISP), ("bánh bò", snacks.SPONGE), ("bánh đa", snacks.CRACKERS),
    ("bột", snacks.FLOUR), ("hủ tiếu|mì", snacks.NESTS), ("bánh tráng", snacks.SHEETS), ("miến", snacks.GLASS_BUNDLES),
    ("cốm", snacks.COM), ("phở|bún", snacks.BUNDLES), ("chưng|tét", snacks.CHUNG), ("gai|ít", snacks.GAI), ("chè lam", snacks.CHE_LAM),
    ("đậu xanh", snacks.GREEN_CAKE), ("khảo|in|cáy", snacks.YELLOW_CAKE), ("bánh", snacks.BUNS, snacks.YELLOW_CAKE, snacks.RICE_CRISP),
    ("", snacks.BUNDLES, snacks.NESTS, snacks.GREEN_BUNDLES),
]
CONFECTION: list[Line] = [
    ("cu đơ|kẹo lạc", snacks.PEANUT_BRITTLE), ("mè xửng", snacks.SESAME_TAFFY), ("kẹo dừa", snacks.COCONUT_CANDY), ("mứt dừa|dừa", snacks.COCONUT_STRIPS),
    ("hồng", snacks.DRIED_PERSIMMON), ("khoai lang", snacks.SWEET_POTATO_STRIPS), ("khoai", snacks.PURPLE_CHIPS),
    ("măng", snacks.PICKLE), ("chuối", snacks.BANANA_DRY), ("mít|xoài|dứa", snacks.FRUIT_STRIPS), ("điều", snacks.CASHEWS),
    ("mắc ca|óc chó|hạnh|hạt dẻ|lạc|hạt", snacks.NUTS), ("gừng", snacks.GINGER_JAM), ("ô mai|mận|mơ|táo|dâu", snacks.RED_STRIPS),
    ("kẹo", snacks.CANDY), ("nấm", snacks.DRIED_MUSHROOM), ("mứt", snacks.PRESERVES, snacks.GINGER_JAM), ("sấy", snacks.CHIPS, snacks.FRUIT_STRIPS),
    ("", snacks.CHIPS, snacks.FRUIT_STRIPS, snacks.PRESERVES),
]
CURED: list[Line] = [
    ("chả mực", cured.SQUID_CAKE), ("tôm chua|mắm", cured.PICKLED_SHRIMP), ("tôm", cured.SHRIMP), ("ba khía|cua|ghẹ", cured.CRABS),
    ("mực", cured.SQUID), ("cá cơm|ruốc khô|mối", cured.SMALL_FISH), ("khô cá|cá khô|cá", cured.DRIED_FISH, cured.GOLD_DRIED),
    ("lạp sườn|gác bếp|hun khói", cured.SMOKED), ("lạp xưởng|xúc xích|lạp", cured.SAUSAGES), ("ruốc|chà bông", cured.FLOSS),
    ("bò|trâu|khô", cured.JERKY), ("giò", snacks.GIO), ("nem", snacks.NEM), ("chả", cured.CAKES, snacks.CUT_ROLL),
    ("", cured.SAUSAGES, cured.JERKY, snacks.GIO),
]
SAUCE: list[Line] = [
    ("mắm tôm|mắm ruốc", flavours.SHRIMP_PASTE), ("mắm cái|mắm nêm|mắm cá", flavours.CURED_FISH), ("nước mắm|mắm", flavours.FISH_SAUCE),
    ("thốt nốt|mật", flavours.PALM_SYRUP), ("nước màu", flavours.CARAMEL), ("tương ớt|ớt", flavours.CHILLI_SAUCE), ("giấm|dấm", flavours.VINEGAR),
    ("dầu", flavours.COOKING_OIL), ("tương|xì dầu", flavours.SOY), ("", flavours.FISH_SAUCE, flavours.SOY),
]
SPICE: list[Line] = [
    ("tiêu chín|tiêu đỏ", flavours.RED_PEPPER), ("tiêu sọ|tiêu trắng", flavours.WHITE_PEPPER), ("tiêu|mắc khén|dổi", flavours.PEPPER),
    ("đường|thốt nốt", honey.SUGAR), ("mắm", flavours.PASTE_JAR), ("muối tôm", flavours.SHRIMP_SALT), ("muối", flavours.CHILLI_SALT),
    ("hồi", flavours.ANISE), ("quế", flavours.CINNAMON), ("nghệ", flavours.TURMERIC), ("gừng", flavours.GINGER), ("tỏi|hành", flavours.GARLIC),
    ("sả", flavours.LEMONGRASS), ("tương ớt|sa tế|sốt", flavours.CHILLI), ("ớt", flavours.CHILLI_HEAP, flavours.CHILLI),
    ("thảo quả", flavours.SPICE_MIX), ("", flavours.SEASONING, flavours.SPICE_MIX),
]
TEA: list[Line] = [
    ("bạch trà|bạch", brews.WHITE_TEA), ("hồng trà", brews.BLACK_TEA), ("ô long|oolong", brews.OOLONG), ("sen", brews.LOTUS_TEA),
    ("nõn|đinh|búp", brews.BUD_TEA), ("móc câu", brews.HOOK_TEA), ("shan|tuyết|cổ thụ", brews.SNOW_TEA), ("kim tuyên|xanh", brews.GARDEN_TEA),
    ("", brews.GREEN_TEA),
]
HERBAL: list[Line] = [
    ("atisô|atiso", brews.ARTICHOKE), ("hoa cà phê", brews.WHITE_FLOWER), ("vỏ cà phê|cascara", brews.CHERRY_TEA), ("hoa cúc|cúc", brews.YELLOW_FLOWER),
    ("hoa vàng", brews.GOLDEN_CAMELLIA), ("nụ vối|vối|nhài|hòe", brews.WHITE_FLOWER), ("sen", brews.LOTUS_TEA), ("hibiscus|bụp giấm|hoa hồng", brews.RED_FLOWER),
    ("gừng|sâm|rễ|củ", brews.ROOTS), ("nấm|linh chi|mướp đắng|khổ qua|táo", brews.SLICES), ("bột", brews.POWDER), ("hoa", brews.YELLOW_FLOWER, brews.RED_FLOWER),
    ("", brews.LEAVES),
]
COFFEE: list[Line] = [
    ("ngòi|nibs", brews.CACAO_NIBS), ("sô cô la|chocolate|socola", brews.CHOCOLATE), ("ca cao|cacao", brews.COCOA), ("nhân xanh", brews.GREEN_COFFEE),
    ("phin", brews.PHIN), ("nguyên quả|mật", brews.COFFEE_CHERRIES), ("", brews.COFFEE),
]
SPIRITS: list[Line] = [("cần", drinks.REED_JAR), ("ngô|bắp", drinks.CORN_SPIRIT), ("men lá", drinks.LEAF_SPIRIT), ("đậu xanh", drinks.BEAN_SPIRIT),
                       ("", drinks.SPIRIT)]
LIQUEURS: list[Line] = [
    ("cần", drinks.REED_JAR), ("nho", drinks.GRAPE_WINE), ("mận", drinks.PLUM_WINE), ("dâu", drinks.MULBERRY_WINE), ("ca cao", drinks.COCOA_WINE),
    ("dứa|khóm", drinks.PINEAPPLE_WINE), ("táo|mèo|mơ|lê", drinks.APPLE_WINE), ("nếp", drinks.RICE_WINE), ("", drinks.FRUIT_WINE, drinks.GRAPE_WINE),
]
WATER: list[Line] = [("bình", drinks.DEMIJOHN), ("thủy tinh|thuỷ tinh", drinks.GLASS_WATER), ("", drinks.WATER)]
SOFT: list[Line] = [
    ("dừa nước", drinks.NIPA), ("dừa", drinks.COCONUT_WATER), ("bưởi", drinks.POMELO_JUICE), ("nho", drinks.GRAPE_JUICE), ("nha đam", regional.ALOE_DRINK),
    ("chanh|tắc", drinks.LIME_DRINK), ("thạch|sương sáo", drinks.JELLY), ("dứa|khóm|thơm|xoài", drinks.PINEAPPLE_JUICE), ("cam|quýt", drinks.ORANGE_JUICE),
    ("mận|dâu|sim|gấc|dưa hấu", drinks.RED_JUICE), ("sữa|đậu|ngô|sen", drinks.SOY_DRINK), ("", drinks.HERB_DRINK, drinks.ORANGE_JUICE),
]
REMEDY: list[Line] = [
    ("hươu|nhung", regional.ANTLER), ("sâm", remedies.GINSENG), ("đương quy", remedies.DARK_ROOT), ("linh chi", remedies.REISHI),
    ("trùng thảo", remedies.CORDYCEPS), ("nghệ", remedies.TURMERIC_TONIC), ("đẳng sâm|ba kích|hà thủ ô|củ", remedies.RED_ROOT),
    ("atiso|atisô", remedies.ARTICHOKE_TONIC), ("cao", remedies.HERBS), ("viên|nang", remedies.PILLS), ("", remedies.HERBS, remedies.SLICED_ROOT, remedies.PILLS),
]
CARE: list[Line] = [
    ("xà phòng quế|quế", remedies.SOAP_CINNAMON), ("bồ kết", remedies.SHAMPOO_POD), ("bưởi", remedies.CITRUS_CARE), ("nha đam", regional.ALOE_CARE),
    ("muối", remedies.BATH_SALT), ("xà phòng|xà bông", remedies.SOAP, remedies.SOAP_FLOWER), ("dừa", remedies.COCONUT_CARE), ("nghệ", remedies.TURMERIC_CARE),
    ("gội|tắm|rửa", remedies.SHAMPOO), ("son|dưỡng|kem", remedies.CREAMS), ("", remedies.CREAMS, remedies.BALM, remedies.SHAMPOO),
]
OILS: list[Line] = [
    ("trầm", remedies.AGARWOOD), ("nhang|hương", remedies.INCENSE), ("tinh dầu hồi", remedies.ANISE_OIL), ("hồi", flavours.ANISE), ("tinh dầu quế", remedies.CINNAMON_OIL),
    ("quế", flavours.CINNAMON), ("sả", remedies.LEMONGRASS_OIL), ("bưởi|cam|chanh", remedies.CITRUS_OIL), ("gừng|nghệ", remedies.GINGER_OIL),
    ("lá", remedies.BATH_LEAVES), ("hoa", remedies.FLOWER_OIL), ("", remedies.HERB_OIL),
]
CRAFTS: list[Line] = [
    ("ấm|chén", crafts.TEA_SERVICE), ("lọ|bình|gốm|sứ", crafts.CERAMICS), ("nón", crafts.HATS), ("hoa giấy", regional.PAPER_FLOWERS), ("đèn", crafts.LANTERNS),
    ("chiếu", crafts.MATS), ("tranh", crafts.PRINTS), ("sơn mài", crafts.LACQUER), ("túi|giỏ|làn", crafts.BAGS, crafts.WEAVING), ("gáo dừa|dừa", crafts.COIR),
    ("gỗ|chạm|tượng", crafts.CARVING), ("", crafts.WEAVING, crafts.CERAMICS, crafts.LACQUER),
]
CLOTH: list[Line] = [
    ("gối", regional.PILLOWS), ("sáp ong|chàm", regional.BATIK), ("túi", regional.POUCHES), ("khăn", cloth.SCARVES), ("thổ cẩm", cloth.BROCADE), ("may áo dài|lụa", cloth.SILK),
    ("áo dài", cloth.AO_DAI), ("áo|váy|trang phục", cloth.JACKET), ("nón|mũ", crafts.HATS), ("", cloth.SILK, cloth.BROCADE),
]
FLOWERS: list[Line] = [
    ("cẩm tú cầu", regional.HYDRANGEAS), ("hoa giấy", plants.PAPER_FLOWER), ("cúc mâm xôi", plants.MUM_POT), ("hồng chậu|hoa hồng chậu", plants.ROSE_POT),
    ("hồng", flowers.ROSES), ("sen|súng", flowers.LOTUSES), ("cúc", flowers.MUMS), ("địa lan|lan", plants.ORCHID_POT, flowers.ORCHIDS), ("ly", flowers.LILIES),
    ("mai", flowers.MAI), ("đào", flowers.DAO), ("đồng tiền|hướng dương", flowers.DAISIES), ("", flowers.MIXED),
]
PLANTS: list[Line] = [
    ("tắc|quất", plants.KUMQUAT), ("bưởi|cam|phật thủ", plants.POMELO_TREE), ("mai", plants.MAI_TREE), ("đào", plants.DAO_TREE), ("thú", regional.TOPIARY),
    ("hoa giấy", plants.PAPER_FLOWER), ("lan", plants.ORCHID_POT), ("sen đá|xương rồng", plants.CACTI), ("cau|cọ|dừa", plants.PALM), ("tùng|thông", plants.PINE),
    ("thế|sanh|si|bonsai|lộc vừng", plants.BONSAI), ("", plants.BONSAI, plants.LEAFY_POT, plants.PALM),
]
ANIMALS: list[Line] = [
    ("koi", animals.KOI), ("betta|xiêm|lia thia", animals.BETTA), ("cá dĩa", regional.DISCUS), ("cá bảy màu", regional.GUPPIES), ("cá chép|cá vàng", animals.GOLDFISH),
    ("chim|chào mào|yến phụng|khướu", animals.BIRD), ("gà", animals.FOWL), ("cá", animals.DARK_FISH), ("", animals.KOI, animals.BIRD, animals.GOLDFISH),
]
PLACES: list[Line] = [
    ("chè|trà", landscape.TEA_HILLS), ("thác|suối", landscape.FALLS), ("vịnh|biển|đảo|cù lao|chài|hạ long", landscape.BAY), ("hoa giấy", regional.PAPER_FLOWERS),
    ("sợi lanh|dệt lanh|lanh", regional.WEAVERS), ("sông|thuyền|xuồng|chợ nổi|kênh|rừng tràm|sen", landscape.RIVER), ("vườn|miệt|cam|bưởi", landscape.ORCHARD),
    ("nhà sàn|nhà|bản|ruộng|homestay", landscape.VILLAGE), ("", landscape.VILLAGE, landscape.RIVER, landscape.ORCHARD),
]
SETS: dict[int, list[Line]] = dict(enumerate((
    FRESH, BUTCHERY, GRAIN, HONEY, READY, CEREAL, CONFECTION, CURED, SAUCE, SPICE, TEA, HERBAL, COFFEE, SPIRITS, LIQUEURS, WATER, SOFT, REMEDY, CARE,
    OILS, CRAFTS, CLOTH, FLOWERS, PLANTS, ANIMALS, PLACES), start=1))


def motifs(set_number: int, name: str) -> tuple[Motif, ...]:
    """The motifs a cleaned name may take within its set."""
    for words, *choices in SETS[set_number]:
        if any(not word or holds(name, word) for word in words.split("|")):
            return tuple(choices)
    raise LookupError("a set needs a default")
