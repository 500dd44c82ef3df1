"""Writes a call whose every text is hostile to whoever shows it."""
import json

controls = "".join(map(chr, range(0x20))) + "\x7f\x85\x9b\u2028\u2029\u202e\u2066\ufeff\ufffe\uffff\U0001fffe"
evil = controls + " <script>alert(1)</script> ]]> <![CDATA[ &amp; \" ' =1+1 [a](1) {0} % # ? `|` \\ "
turns = [
    {"speaker": "agent", "text": evil + "Cálmese, señor. Espere un momento."},
    {"speaker": "customer", "text": evil},
    {"speaker": "agent", "text": "No puedo hacer nada. " + evil},
]
print(json.dumps({"id": evil, "agent": evil, "team": evil, "started": "2026-02-31T10:00:00Z" , "turns": turns}))
