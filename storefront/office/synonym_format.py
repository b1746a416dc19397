"""How a list of synonyms is written, for the people who edit it: an example of each kind of line, and what it does."""

from flask_babel import lazy_gettext as _

FORMAT = (
    (
        "nước mắm, mắm nhĩ",
        _(
            "The same thing: whoever types one also finds the others. A single syllable only counts with its diacritics."
        ),
    ),
    ("dia giò lụa, chả lụa", _("The same, but only when typed with all diacritics.")),
    ("dia trứng, hột @ vịt gà cút", _("The same, but only beside one of the words behind the @.")),
    ("cá rô phi => cá điêu hồng", _("One way: the left also finds the right, not the other way round.")),
    ("related mắm tôm, mắm ruốc", _("Close, but not the same: the others come far behind.")),
    ("protect sắn dây, bắp cải", _("One thing each: never replaced, not even in part.")),
    ("oldprov hải dương => hải phòng", _("A former province also finds the one of today.")),
    ("# …", _("A remark; lines that are empty count for nothing either.")),
)
