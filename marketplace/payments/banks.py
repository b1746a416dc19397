"""Banks by their number (BIN) in the national switch, as VietQR names them."""

BANKS = {
    "970436": "Vietcombank",
    "970418": "BIDV",
    "970415": "VietinBank",
    "970405": "Agribank",
    "970407": "Techcombank",
    "970422": "MB",
    "970416": "ACB",
    "970432": "VPBank",
    "970423": "TPBank",
    "970403": "Sacombank",
    "970437": "HDBank",
    "970449": "LPBank",
}

# No bank has this number: the accounts of a demo are with it.
SAMPLE_BANK, SAMPLE_BANK_NAME = "000000", "Ngân hàng mẫu (không có thật)"
