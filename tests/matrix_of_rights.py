"""What everybody gets at every address of the shop; tests/test_matrix.py asks for each cell.

Each line: method, address, form (a name in tests/matrix_world.py, or -), then the answer for a guest, another
buyer, a member of another producer, an officer, and for the person named above the lines: whose things these
are. One answer stands for everybody.

200 303 403 404 422 …   the status, and nothing was written
303+ 200+               the same, and something was written: by or for who asks
in                      303 to the sign-in
"""

from tests import matrix_contracts, matrix_retailers, matrix_sourcing

ANYBODY = """
GET  /                                            -            200
GET  /about/badges                                -            200
GET  /api/v1/openapi.json                         -            200
GET  /api/v1/products                             -            200
GET  /api/v1/products/{product}                   -            200
GET  /api/v1/suggest                              -            200
GET  /delivery                                    -            200
GET  /fees                                        -            200
GET  /fairs                                       -            200
GET  /fairs/calendar                              -            200
GET  /fairs/calendar.ics                          -            200
GET  /fairs/{fair}                                -            200
GET  /fairs/{fair}/plan                           -            200
GET  /fairs/{fair}/exhibitors                     -            200
GET  /fairs/{fair}/share.png                      -            200
GET  /fairs/{fair}.ics                            -            200
GET  /organisers/{organiser}                      -            200
GET  /healthz                                     -            200
GET  /readyz                                      -            200
GET  /marks                                       -            200
GET  /marks/{mark}                                -            200
GET  /marks/{mark}/rules.pdf                      -            404
GET  /media/ab/abcdef-400.webp                    -            404
GET  /papers/D0000000000                          -            404
GET  /places                                      -            200
GET  /places/15                                   -            200
GET  /places/15/communes.json                     -            200
GET  /producers                                   -            200
GET  /producers/{seller}                          -            200
GET  /products                                    -            200
GET  /products/{product}                          -            200
GET  /ranking                                     -            200
GET  /verify                                      -            200
GET  /verify/K7M29QXD                             -            404
GET  /reports/new                                 -            200
GET  /reports/{misuse}                            -            200
GET  /sign-in                                     -            200
GET  /sign-in/code                                -            in
GET  /sign-in/forgotten                           -            200
GET  /sign-in/forgotten/sent                      -            303
GET  /sign-in/reset/made.up                       -            404
GET  /sign-up                                     -            200
GET  /sign-up/confirmation                        -            303
GET  /sign-up/confirmation/made.up                -            404
GET  /account/email/made.up                       -            404
POST /sign-in                                     -            422
POST /sign-in/code                                -            in
POST /sign-in/forgotten                           -            422
POST /sign-in/forgotten/sent                      -            303
POST /sign-in/reset/made.up                       -            422
POST /sign-up                                     -            422
POST /sign-up/confirmation                        -            303
POST /sign-up/confirmation/made.up                -            422
POST /account/email/made.up                       -            422
POST /sign-out                                    -            in
POST /reports                                     misused      303+
GET  /fairs/{fair}/visit                          -            200
POST /fairs/{fair}/visit                          visitor      303+
GET  /fairs/{fair}/tickets/{ticket}               -            200
POST /fairs/{fair}/tickets/{ticket}/cancellation  -            303+
GET  /fairs/{selling}/tickets/{unpaid_ticket}     -            200
POST /fairs/{selling}/tickets/{unpaid_ticket}/payment by_transfer 303
POST /fairs/{fair}/tickets/{unpaid_ticket}/payment by_transfer 404
GET  /fairs/{selling}/tickets/{card_ticket}/card-payment -     303
GET  /fairs/{selling}/tickets/{unpaid_ticket}/card-payment -   404
POST /fairs/{selling}/tickets/{card_ticket}/card-payment -     200+
GET  /fairs/{met}/booths/{stand}                  -            200
GET  /fairs/{fair}/booths/{stand}                 -            404
GET  /fairs/{fair}/tickets/{ticket}/meetings      -            404
GET  /fairs/{met}/tickets/{trade}/meetings        -            200
GET  /fairs/{fair}/tickets/{ticket}/feedback      -            404
GET  /fairs/{met}/tickets/{trade}/feedback        -            200
POST /fairs/{met}/tickets/{trade}/feedback        opinion      303+
GET  /fairs/{fair}/tickets/{trade}/meetings       -            404
POST /fairs/{met}/tickets/{trade}/meetings        wish_stand   303+
GET  /fairs/{met}/tickets/{trade}/meetings.pdf    -            200
GET  /fairs/{met}/tickets/{trade}/meetings.ics    -            200
POST /webhooks/stripe                             -            400
"""

# A basket and its checkout belong to the browser or to the account: no address names one.
BUYER = """
GET  /basket                                      -            200  200  200  200  200
GET  /checkout                                    -            303  303  303  303  200
GET  /checkout/review                             -            303  303  303  303  200
GET  /checkout/collection                         -            303  303  303  303  303
POST /basket                                      quantity     303  303  303  303  303+
POST /basket/lines                                pack         303+ 303+ 303+ 303+ 303+
POST /basket/vouchers                             voucher      303  303  303  303  303+
POST /basket/vouchers/removal                     kept         303  303  303  303  303+
POST /checkout                                    address      303  303  303  303  303+
POST /checkout/collection                         -            303  303  303  303  303
POST /orders                                      checkout     303  303  303  303  303+

GET  /orders                                      -            200  200  200  200  200
POST /orders/look-up                              lookup       422  422  422  422  422
GET  /orders/{pending}                            -            200  200  200  200  200
GET  /orders/{pending}/confirmation.pdf           -            404  404  404  404  200
GET  /orders/{pending}/lines/{line}/review        -            404  404  404  404  200
GET  /orders/{transfer}/payments/{code}           -            404  404  404  404  200
GET  /orders/{card}/card-payment                  -            404  404  404  404  303
POST /orders/{card}/card-payment                  -            404  404  404  404  200+
POST /orders/{pending}/parts/1/cancellation       part         404  404  404  404  303+
POST /orders/{delivered}/lines/{arrived}/review   review       404  404  404  404  303+

# Pictures of returns: tests/storefront/shop/test_returns.py has some.
GET  /orders/{delivered}/parts/1/returns          -            404  404  404  404  200
POST /orders/{delivered}/parts/1/returns          back         404  404  404  404  303+
GET  /orders/{order_asked}/returns/{asked}        -            404  404  404  404  200
GET  /orders/{order_asked}/returns/{agreed}       -            404
GET  /orders/{order_asked}/returns/{asked}/pictures/1 -        404
GET  /orders/{order_agreed}/returns/{agreed}/slip.pdf -        404  404  404  404  200
POST /orders/{order_asked}/returns/{asked}/withdrawal -        404  404  404  404  303+
POST /orders/{order_refused}/returns/{refused}/objection words 404  404  404  404  303+

GET  /products/{product}/question                 -            in   200  200  200  200
POST /products/{product}/question                 words        in   303+ 303+ 303+ 303+

GET  /fairs/{met}/shortlist                       -            in   200  200  200  200
GET  /fairs/{met}/shortlist/{stand}               -            in   200  200  200  200
POST /fairs/{met}/shortlist/{stand}               words        in   303+ 303+ 303+ 303+
POST /fairs/{met}/shortlist/{stand}/removal       -            in   404  404  404  303+

GET  /account                                     -            in   200  200  200  200
GET  /account/addresses                           -            in   200  200  200  200
GET  /account/addresses/{address}                 -            in   404  404  404  200
POST /account/addresses                           -            in   422  422  422  422
POST /account/addresses/{address}                 address      in   404  404  404  303+
POST /account/addresses/{address}/default         -            in   404  404  404  303+
POST /account/addresses/{address}/removal         -            in   404  404  404  303+
GET  /account/favourites                          -            in   200  200  200  200
POST /account/favourites                          favourite    in   303+ 303+ 303+ 303
POST /account/favourites/{favourite}/removal      -            in   404  404  404  303+
GET  /account/orders                              -            in   200  200  200  200
GET  /account/tickets                             -            in   200  200  200  200
POST /account/orders/{pending}/repetition         -            in   404  404  404  303+
GET  /account/notices                             -            in   200  200  200  200
POST /account/notices/reading                     -            in   303  303  303  303+
POST /account/notices/{notice}/reading            -            in   404  404  404  303+
POST /account/notices/quiet-hours                 quiet        in   303+ 303+ 303+ 303+
GET  /account/data                                -            in   200  200  200  200
POST /account/data/export                         -            in   200+ 200+ 200+ 200+
POST /account/consents                            consent      in   303+ 303+ 303+ 303+
POST /account/requests                            -            in   422  422  422  422
GET  /account/contacts                            -            in   200  200  200  200
POST /account/contacts                            -            in   422  422  422  422
GET  /account/contacts/code                       -            in   303  303  303  303
POST /account/contacts/code                       -            in   303  303  303  303
GET  /account/password                            -            in   200  200  200  200
POST /account/password                            -            in   422  422  422  422
POST /account/sessions/end                        -            in   in+  in+  in+  in+
POST /account/name                                -            in   422  422  422  422
GET  /account/second-factor                       -            in   200  200  200  200
POST /account/second-factor                       -            in   303  303  303  303
POST /account/second-factor/codes                 -            in   303  303  422  303
POST /account/second-factor/removal               -            in   422  422  422  422
GET  /account/erasure                             -            in   200  200  200  200
POST /account/erasure                             -            in   422  422  422  422

GET  /mailbox                                     -            404  404  404  404  404
GET  /mailbox/{letter}                            -            404  404  404  404  404
GET  /mailbox/{letter}/html                       -            404  404  404  404  404
"""

SELLER = """
GET  /producer                                    -            in   403  200  403  200
GET  /producer/orders                             -            in   403  200  403  200
GET  /producer/orders/{pending}-1                 -            in   403  404  403  200
GET  /producer/orders/{at_booth}-1                -            in   403  404  403  200
GET  /producer/collections                        -            in   403  200  403  200
GET  /producer/orders/{pending}-1/packing-slip.pdf -           in   403  404  403  200
GET  /producer/fairs                              -            in   403  200  403  200
GET  /producer/fairs/{fair}                       -            in   403  200  403  200
GET  /producer/applications/{placed}              -            in   403  404  403  200
GET  /producer/applications/{placed}/payment      -            in   403  404  403  200
GET  /producer/applications/{by_card}/card-payment -           in   403  404  403  303
POST /producer/fairs/{running}                    wishes       in   403  404  403  422
POST /producer/fairs/{other_fair}                 wishes_there in   403  404  403  303+
GET  /producer/applications/{stand}/outcome       -            in   403  404  403  200
POST /producer/applications/{stand}/outcome       outcome      in   403  404  403  303+
POST /producer/applications/{stand}/feedback      opinion      in   403  404  403  303+
GET  /producer/applications/{stand}/leads         -            in   403  404  403  200
GET  /producer/applications/{stand}/leads.xlsx    -            in   403  404  403  200
GET  /producer/applications/{stand}/sign          -            in   403  404  403  200
GET  /producer/applications/{stand}/meetings      -            in   403  404  403  200
POST /producer/applications/{stand}/meetings      wish_buyer   in   403  404  403  303+
GET  /producer/applications/{stand}/meetings.pdf  -            in   403  404  403  200
POST /producer/applications/{returned_one}        mended       in   403  404  403  303+
POST /producer/applications/{placed}/withdrawal   -            in   403  404  403  303+
POST /producer/applications/{unpaid}/payment      by_transfer  in   403  404  403  303+
POST /producer/applications/{by_card}/card-payment -           in   403  404  403  200
POST /producer/orders/{pending}-1/confirmation    -            in   403  404  403  303+
POST /producer/orders/{confirmed}-1/packing       -            in   403  404  403  303+
POST /producer/orders/{packed}-1/shipment         shipment     in   403  404  403  303+
POST /producer/orders/{at_booth}-1/collection     pickup       in   403  404  403  303+
POST /producer/applications/{stand}/preorders     preorders    in   403  404  403  303+
POST /producer/orders/{shipped}-1/delivery        -            in   403  404  403  303+
POST /producer/orders/{shipped}-1/non-delivery    -            in   403  404  403  303+
POST /producer/orders/{pending}-1/cancellation    reason       in   403  404  403  303+
GET  /producer/join                               -            in   200  200  200  200
GET  /producer/join/new                           -            in   200  200  200  200
POST /producer/join                               business     in   303+ 303+ 303+ 303+
GET  /producer/join/{draft}                       -            in   404  404  404  200
GET  /producer/join/{draft}/contact               -            in   404  404  404  200
POST /producer/join/{draft}/contact               contact      in   404  404  404  303+
POST /producer/join/{draft}/submission            agreed       in   404  404  404  303+
POST /producer/join/{handed_in}/return            -            in   404  404  404  303+
POST /producer/join/{draft}/withdrawal            -            in   404  404  404  303+
GET  /producer/join/claims                        -            in   200  200  200  200
GET  /producer/join/claims/{free}                 -            in   200  200  200  200
GET  /producer/join/claims/{seller}               -            in   200  200  200  200
POST /producer/join/claims/{free}                 claim        in   303+ 303+ 303+ 303+
POST /producer/join/claims/{seller}               claim        in   422  422  422  422
GET  /producer/join/invitations/made.up           -            in   404  404  404  404
POST /producer/join/invitations/made.up           -            in   422  422  422  422
GET  /producer/people                             -            in   403  200  403  200
GET  /producer/people?producer={seller}           -            in   403  404  403  200
POST /producer/people?producer={seller}           invitation   in   403  404  403  303+
POST /producer/people/{helper}/role?producer={seller} packer   in   403  404  403  303+
POST /producer/people/{helper}/removal?producer={seller} -     in   403  404  403  303+
POST /producer/invitations/{invitation}/removal?producer={seller} - in 403 404 403 303+
POST /producer/membership/removal?producer={seller} -          in   403  404  403  303
GET  /producer/suspension                         -            in   403  200  403  200
GET  /producer/suspension?producer={halted}       -            in   403  404  403  200
POST /producer/suspension?producer={halted}       words        in   403  404  403  303+
GET  /producer/profile                            -            in   403  200  403  200
GET  /producer/profile?producer={seller}          -            in   403  404  403  200
POST /producer/profile?producer={seller}          -            in   403  404  403  303+
GET  /producer/products                           -            in   403  200  403  200
GET  /producer/products/new                       -            in   403  200  403  200
POST /producer/products                           begin        in   403  404  403  303+
GET  /producer/products/{listing}                 -            in   403  404  403  200
GET  /producer/products/{listing}/basics          -            in   403  404  403  200
GET  /producer/products/{listing}/story           -            in   403  404  403  200
POST /producer/products/{listing}/text            summary      in   403  404  403  303+
POST /producer/products/{listing}/story/preview   story        in   403  404  403  200
POST /producer/products/{listing}/story/withdrawal -           in   403  404  403  303+
GET  /producer/products/{listing}/packs           -            in   403  404  403  200
GET  /producer/products/{listing}/packs/new       -            in   403  404  403  200
GET  /producer/products/{listing}/packs/{listing_pack} -       in   403  404  403  200
POST /producer/products/{listing}/packs           packing      in   403  404  403  303+
POST /producer/products/{listing}/packs/{listing_pack} packing in   403  404  403  303+
POST /producer/products/{listing}/packs/{listing_pack}/removal - in 403  404  403  303+
GET  /producer/products/{listing}/preview         -            in   403  404  403  200
GET  /producer/products/{listing}/pictures        -            in   403  404  403  200
POST /producer/products/{listing}/pictures        no_picture   in   403  404  403  422
GET  /producer/products/{listing_ready}/pictures/{listing_digest} - in 403 404 403 404
POST /producer/products/{listing_ready}/pictures/{listing_digest} alt in 403 404 403 303+
GET  /producer/products/{listing_ready}/pictures/{listing_digest}/shape - in 403 404 403 200
GET  /producer/products/{listing_ready}/pictures/{listing_digest}/whole.jpg - in 403 404 403 422
POST /producer/products/{listing_ready}/pictures/{listing_digest}/shape crop in 403 404 403 422
GET  /producer/products/{listing}/season          -            in   403  404  403  200
POST /producer/products/{listing}/season          months       in   403  404  403  303+
POST /producer/products/{listing_ready}/submission -           in   403  404  403  303+
POST /producer/products/{listing_waiting}/submission/withdrawal - in 403 404 403  303+
POST /producer/products/{listing_changing}/draft/removal -     in   403  404  403  303+
POST /producer/products/{listing}/hiding          -            in   403  404  403  303+
POST /producer/products/{listing_hidden}/publication -         in   403  404  403  303+
POST /producer/products/{listing}/closure         -            in   403  404  403  303+
POST /producer/products/{listing_stopped}/appeal  appeal       in   403  404  403  303+
GET  /producer/offers                             -            in   403  200  403  200
POST /producer/offers                             grid         in   403  422  403  303+
POST /producer/offers/text                        rows         in   403  422  403  303+
GET  /producer/workbook                           -            in   403  200  403  200
GET  /producer/workbook.xlsx?producer={seller}    -            in   403  404  403  200
POST /producer/workbook?producer={seller}         workbook     in   403  404  403  303+
GET  /producer/payments                           -            in   403  200  403  200
POST /producer/bank-accounts                      account      in   403  404  403  303+
POST /producer/bank-accounts/{seller}/stop        -            in   403  404  403  422
POST /producer/payment-terms                      cash         in   403  404  403  303+
POST /producer/bank-statements                    statement    in   403  404  403  200
POST /producer/bank-statements/receipts           lines        in   403  404  403  303+
POST /producer/payments/{code}/receipt            -            in   403  404  403  303+
POST /producer/refunds/{refund}/payout            -            in   403  404  403  303+
GET  /producer/returns                            -            in   403  200  403  200
GET  /producer/returns/{asked}                    -            in   403  404  403  200
GET  /producer/returns/{asked}/pictures/1         -            in   403  404  403  404
POST /producer/returns/{asked}/acceptance         -            in   403  404  403  303+
POST /producer/returns/{asked}/refusal            words        in   403  404  403  303+
POST /producer/returns/{agreed}/arrival           sellable     in   403  404  403  303+
POST /producer/returns/{back}/refund              -            in   403  404  403  303+
POST /producer/returns/{back}/dispute             words        in   403  404  403  303+
GET  /producer/vouchers                           -            in   403  200  403  200
GET  /producer/vouchers?producer={seller}         -            in   403  404  403  200
POST /producer/vouchers?producer={seller}         terms        in   403  404  403  303+
POST /producer/vouchers/{theirs}/withdrawal       -            in   403  404  403  303+
GET  /producer/papers                             -            in   403  200  403  200
GET  /producer/papers/new?producer={seller}       -            in   403  404  403  200
POST /producer/papers/new?producer={seller}       paper        in   403  404  403  303+
GET  /producer/papers/{paper}                     -            in   403  404  403  200
GET  /producer/papers/{paper}/file                -            in   403  404  403  200
POST /producer/papers/{paper}/audience            audience     in   403  404  403  303+
GET  /producer/papers/folder?producer={seller}    -            in   403  404  403  200
GET  /producer/papers/folder.zip?producer={seller}&paper={kept_paper} - in 403 404 403 200
GET  /producer/renewal                            -            in   403  200  403  200
GET  /producer/renewal/products/{product}.pdf     -            in   403  404  403  200
GET  /producer/renewal/sales?producer={seller}    -            in   403  404  403  200
GET  /producer/renewal/sales.pdf?producer={seller} -           in   403  404  403  200
GET  /producer/renewal/sales.xlsx?producer={seller} -          in   403  404  403  200
GET  /producer/questions                          -            in   403  200  403  200
POST /producer/questions/{question}/answer        answered     in   403  404  403  303+
GET  /producer/reviews                            -            in   403  200  403  200
POST /producer/reviews/{review}/reply             reply        in   403  404  403  303+
GET  /producer/statements                         -            in   403  200  403  200
GET  /producer/statements/2026-11                 -            in   403  200  403  200
GET  /producer/statements/2026-11?producer={seller} -          in   403  404  403  200
GET  /producer/statements/2026-11.pdf?producer={seller} -      in   403  404  403  200
GET  /producer/statements/2026-11.xlsx?producer={seller} -     in   403  404  403  200
"""

# Here the officer is the rightful one, so that the fourth column is what another province's officer gets.
OFFICER = """
GET  /office                                      -            in   403  403  200  200
GET  /office/fees                                 -            in   403  403  200  200
POST /office/fees                                 fee          in   403  403  303+ 303+
GET  /office/producer-claims                      -            in   403  403  200  200
GET  /office/producer-claims/{producer_claim}     -            in   403  403  200  404
POST /office/producer-claims/{producer_claim}/decision              claimed      in   403  403  303+ 404
GET  /office/producers                            -            in   403  403  200  200
GET  /office/producers/{seller}                   -            in   403  403  200  404
POST /office/producers/{seller}/suspension        words        in   403  403  303+ 404
POST /office/producers/{halted}/reinstatement     words        in   403  403  303+ 404
POST /office/producers/{appealed}/appeal          words        in   403  403  303+ 404
POST /office/producers/{seller}/closure           words        in   403  403  303+ 404
GET  /office/audit                                -            in   403  403  200  200
GET  /office/audit.csv                            -            in   403  403  200  200
GET  /office/profiles                             -            in   403  403  200  200
GET  /office/profiles/{handed_in}                 -            in   403  403  200  404
POST /office/profiles/{handed_in}/decision        approval     in   403  403  303+ 404
GET  /office/jobs                                 -            in   403  403  200  200
POST /office/jobs/{job}/retry                     -            in   403  403  303+ 303+
GET  /office/holidays                             -            in   403  403  200  200
POST /office/holidays                             -            in   403  403  403  403
POST /office/holidays/2027-02-11/removal          -            in   403  403  403  403
GET  /office/ledger                               -            in   403  403  200  200
GET  /office/ledger/check                         -            in   403  403  200  200
GET  /office/ledger/{seller}                      -            in   403  403  200  200
GET  /office/ledger/{seller}/2026-11              -            in   403  403  200  200
GET  /office/ledger/{seller}/2026-11.pdf          -            in   403  403  200  200
POST /office/ledger/{seller}/dues                 dues         in   403  403  303+ 303+
GET  /office/claims                               -            in   403  403  200  200
POST /office/claims/{listing_flag}/acceptance     standing     in   403  403  303+ 404
GET  /office/listings                             -            in   403  403  200  200
GET  /office/listings/{listing_waiting}           -            in   403  403  200  404
GET  /office/listings/{listing_waiting}/preview   -            in   403  403  200  404
GET  /office/listings/{listing_waiting}/pictures/{listing_digest} - in 403 403 404 404
POST /office/listings/{listing_waiting}/decision  send_back    in   403  403  303+ 404
POST /office/listings/{listing}/suspension        off          in   403  403  303+ 404
POST /office/listings/{listing_appealed}/appeal   off          in   403  403  303+ 404
POST /office/listings/{listing_stopped}/reinstatement off      in   403  403  303+ 404
GET  /office/mark-checks                          -            in   403  403  200  200
POST /office/mark-checks/{mark_flag}/acceptance   mark_stands  in   403  403  303+ 404
GET  /office/marks                                -            in   403  403  200  200
GET  /office/marks/{mark}                         -            in   403  403  200  200
GET  /office/marks/{mark}/edit                    -            in   403  403  403  403
POST /office/marks/{mark}                         -            in   403  403  403  403
GET  /office/marks/{mark}/authorisations/new      -            in   403  403  200  200
GET  /office/marks/{mark}/authorisations/list     -            in   403  403  200  200
POST /office/marks/{mark}/authorisations/list     use_list     in   403  403  303+ 422
GET  /office/marks/{mark}/people                  -            in   403  403  403  403
POST /office/marks/{mark}/people                  to_mark      in   403  403  403  403
POST /office/marks/{mark}/people/1/removal        -            in   403  403  403  403
POST /office/marks/{mark}/invitations/1/removal   -            in   403  403  403  403
POST /office/marks/{mark}/authorisations?producer={seller} use in   403  403  303+ 404
POST /office/marks/{mark}/acts                    right_ruling in   403  403  303+ 422
GET  /office/reports                              -            in   403  403  200  200
GET  /office/reports/{misuse}                     -            in   403  403  200  404
GET  /office/reports/{misuse}/picture             -            in   403  403  404  404
POST /office/reports/{misuse}/examination         untaken      in   403  403  303+ 404
POST /office/reports/{examined}/return            examined     in   403  403  303+ 404
POST /office/reports/{examined}/decision          verdict      in   403  403  303+ 404
GET  /office/returns                              -            in   403  403  200  200
GET  /office/returns/{disputed}                   -            in   403  403  200  200
GET  /office/returns/{disputed}/pictures/1        -            in   403  403  404  404
POST /office/returns/{disputed}/decision          decision     in   403  403  303+ 303+
GET  /office/taxes/2026-11.csv                    -            in   403  403  200  200
GET  /office/remittances                          -            in   403  403  200  200
POST /office/remittances                          remittance   in   403  403  200  200
POST /office/remittances/receipts                 remitted     in   403  403  303+ 303+
GET  /office/questions                            -            in   403  403  200  200
POST /office/questions/{question}/hiding          unasked      in   403  403  303+ 303+
POST /office/questions/{hidden_question}/publication -         in   403  403  303+ 303+
GET  /office/mark-permits                         -            in   403  403  200  200
GET  /office/papers                               -            in   403  403  200  200
GET  /office/papers/{paper}                       -            in   403  403  200  404
GET  /office/papers/{paper}/file                  -            in   403  403  200  404
GET  /office/papers/{kept_paper}                  -            in   403  403  404  404
POST /office/papers/{paper}/decision              decided      in   403  403  303+ 404
GET  /office/payments                             -            in   403  403  200  200
GET  /office/register                             -            in   403  403  200  200
GET  /office/register.xlsx                        -            in   403  403  200  200
GET  /office/register/new                         -            in   403  403  200  200
POST /office/register?product={product}           wanted       in   403  403  303+ 404
GET  /office/register/revocations                 -            in   403  403  200  200
POST /office/register/revocations/preview         pasted       in   403  403  200  200
POST /office/register/revocations                 ruling       in   403  403  303+ 422
GET  /office/register/{recognition}               -            in   403  403  200  404
POST /office/register/{recognition}/corrections   correction   in   403  403  303+ 404
POST /office/register/{recognition}/extensions    extension    in   403  403  303+ 404
POST /office/register/{recognition}/revocation    revocation   in   403  403  303+ 404
GET  /office/register/imports                     -            in   403  403  200  200
POST /office/register/imports                     list         in   403  403  303+ 303+
GET  /office/register/imports/{list}              -            in   403  403  200  404
POST /office/register/imports/{list}/reading      reading      in   403  403  303+ 404
GET  /office/register/imports/{list}/rows/2       -            in   403  403  200  404
POST /office/register/imports/{list}/rows/2       row          in   403  403  303+ 404
GET  /office/register/imports/{list}/errors.xlsx  -            in   403  403  200  404
POST /office/register/imports/{list}/batch        -            in   403  403  303+ 404
POST /office/register/imports/{written}/undoing   -            in   403  403  303+ 404
GET  /office/register/proposals                   -            in   403  403  200  200
GET  /office/register/proposals/{proposal}        -            in   403  403  200  404
POST /office/register/proposals/{proposal}/decision second     in   403  403  303+ 404
POST /office/register/proposals/{proposal}/withdrawal -        in   403  403  422  404
GET  /office/requests                             -            in   403  403  200  200
GET  /office/requests/{request}                   -            in   403  403  200  200
POST /office/requests/{request}/answer            reply        in   403  403  303+ 303+
GET  /office/reviews                              -            in   403  403  200  200
POST /office/reviews/{review}/hiding              hiding       in   403  403  303+ 303+
GET  /office/organisers                           -            in   403  403  200  200
GET  /office/organisers/{waiting}                 -            in   403  403  200  404
GET  /office/organisers/{joining}                 -            in   403  403  404  404
POST /office/organisers/{waiting}/decision        organiser_ok in   403  403  303+ 404
POST /office/organisers/{organiser_id}/suspension words        in   403  403  303+ 404
POST /office/organisers/{suspended}/reinstatement words        in   403  403  303+ 404
POST /office/reviews/{hidden}/publication         -            in   403  403  303+ 303+
GET  /office/searches                             -            in   403  403  200  200
GET  /office/searches.csv                         -            in   403  403  200  200
GET  /office/synonyms                             -            in   403  403  200  200
POST /office/synonyms                             synonyms     in   403  403  303+ 303+
GET  /office/synonyms/{synonyms}                  -            in   403  403  200  200
POST /office/synonyms/{synonyms}/restoration      based_on     in   403  403  303  303
GET  /office/vouchers                             -            in   403  403  200  200
POST /office/vouchers                             terms        in   403  403  303+ 303+
POST /office/vouchers/{voucher}/withdrawal        -            in   403  403  303+ 303+
POST /office/vouchers/{theirs}/withdrawal         -            in   403  403  404  404
"""

# The rightful person is one of the body that manages the mark; {other_mark} is another body's.
MARKS_DESK = """
GET  /marks-desk                                  -            in   403  403  403  200
GET  /marks-desk/{mark}                           -            in   403  403  403  200
GET  /marks-desk/{other_mark}                     -            in   403  403  403  404
GET  /marks-desk/{mark}/authorisations/new        -            in   403  403  403  200
GET  /marks-desk/{other_mark}/authorisations/new  -            in   403  403  403  404
POST /marks-desk/{mark}/authorisations?producer={seller} use   in   403  403  403  303+
POST /marks-desk/{other_mark}/authorisations?producer={seller} use in 403 403 403  404
GET  /marks-desk/{mark}/authorisations/list       -            in   403  403  403  200
GET  /marks-desk/{other_mark}/authorisations/list -            in   403  403  403  404
POST /marks-desk/{mark}/authorisations/list       use_list     in   403  403  403  303+
POST /marks-desk/{other_mark}/authorisations/list use_list     in   403  403  403  404
POST /marks-desk/{mark}/acts                      right_ruling in   403  403  403  303+
POST /marks-desk/{other_mark}/acts                right_ruling in   403  403  403  404
"""

# The rightful person is a manager of the organiser; {other_fair} is another organiser's.
ORGANISER = """
GET  /organiser                                   -            in   403  403  403  200
GET  /organiser/join                              -            in   200  200  200  200
GET  /organiser/join/new                          -            in   200  200  200  200
POST /organiser/join                              organiser    in   303+ 303+ 303+ 303+
GET  /organiser/join/{joining}                    -            in   404  404  404  200
GET  /organiser/join/{joining}/edit               -            in   404  404  404  200
POST /organiser/join/{joining}/edit               organiser    in   404  404  404  303+
POST /organiser/join/{joining}/submission         -            in   404  404  404  303+
POST /organiser/join/{waiting}/return             -            in   404  404  404  303+
POST /organiser/join/{joining}/withdrawal         -            in   404  404  404  303+
# Organisers show no registration.
GET  /organiser/join/{joining}/registration       -            in   404  404  404  404
POST /organiser/join/{joining}/registration       registration in   404  404  404  404
POST /organiser/contact/changes?organiser={organiser} renaming in   403  403  403  303+
POST /organiser/contact/changes?organiser=la      renaming     in   403  403  403  404
POST /organiser/contact/changes/withdrawal?organiser=la -      in   403  403  403  404
POST /organiser/contact/changes/withdrawal?organiser={organiser} - in 403 403 403  422
GET  /organiser/people                            -            in   403  403  403  200
POST /organiser/people?organiser={organiser}      steward      in   403  403  403  303+
POST /organiser/people?organiser=la               steward      in   403  403  403  404
GET  /organiser/people/{usher}?organiser={organiser} -         in   403  403  403  200
POST /organiser/people/{usher}?organiser={organiser} as_manager in  403  403  403  303+
POST /organiser/people/{usher}?organiser=la       as_manager   in   403  403  403  404
GET  /organiser/contact                           -            in   403  403  403  200
GET  /organiser/contact?organiser=la              -            in   403  403  403  404
POST /organiser/contact?organiser={organiser}     own_contact  in   403  403  403  303+
POST /organiser/contact?organiser=la              own_contact  in   403  403  403  404
POST /organiser/people/{usher}/removal?organiser={organiser} -         in   403  403  403  303+
POST /organiser/invitations/{invited_usher}/removal?organiser={organiser} -          in   403  403  403  303+
POST /organiser/membership/removal?organiser={organiser} - in   403  403  403  303
GET  /organiser/bank-accounts                     -            in   403  403  403  200
POST /organiser/bank-accounts                     fair_account in   403  403  403  303+
POST /organiser/bank-accounts/{organiser}/stop    -            in   403  403  403  422
POST /organiser/bank-accounts/la/stop             -            in   403  403  403  404
GET  /organiser/fairs/new                         -            in   403  403  403  200
POST /organiser/fairs?organiser={organiser}       fair_basics  in   403  403  403  303+
POST /organiser/fairs?organiser=la                fair_basics  in   403  403  403  404
GET  /organiser/fairs/{fair}/steps/basics         -            in   403  403  403  200
GET  /organiser/fairs/{fair}/steps/days           -            in   403  403  403  200
GET  /organiser/fairs/{fair}/steps/applications   -            in   403  403  403  200
GET  /organiser/fairs/{fair}/steps/visitors       -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/steps/basics   -            in   403  403  403  404
POST /organiser/fairs/{fair}/steps/visitors       fair_guests  in   403  403  403  303+
POST /organiser/fairs/{other_fair}/steps/visitors fair_guests  in   403  403  403  404
GET  /organiser/fairs/{fair}/programme            -            in   403  403  403  200
POST /organiser/fairs/{fair}/programme            fair_item    in   403  403  403  303+
GET  /organiser/fairs/{fair}/programme/{item}     -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/programme/{item} -          in   403  403  403  404
POST /organiser/fairs/{fair}/programme/{item}     fair_item    in   403  403  403  303+
POST /organiser/fairs/{fair}/programme/{item}/removal item_seen in   403  403  403  303+
POST /organiser/fairs/{other_fair}/programme/{item}/removal -  in   403  403  403  404
POST /organiser/fairs/{draft_fair}/announcement   fair_seen    in   403  403  403  303+
POST /organiser/fairs/{fair}/postponement         fair_reason  in   403  403  403  303+
POST /organiser/fairs/{fair}/cancellation         fair_reason  in   403  403  403  303+
POST /organiser/fairs/{other_fair}/cancellation   fair_reason  in   403  403  403  404
POST /organiser/fairs/{draft_fair}/removal        -            in   403  403  403  303+
POST /organiser/fairs/{fair}/clones               fair_anew    in   403  403  403  303+
GET  /organiser/fairs/{fair}                      -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}                -            in   403  403  403  404
GET  /organiser/fairs/{fair}/visitors             -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/visitors       -            in   403  403  403  404
POST /organiser/fairs/{fair}/visitors             visitor      in   403  403  403  303+
POST /organiser/fairs/{other_fair}/visitors       visitor      in   403  403  403  404
POST /organiser/fairs/{fair}/visitors/{ticket}/cancellation - in 403 403 403 303+
POST /organiser/fairs/{other_fair}/visitors/{ticket}/cancellation - in 403 403 403 404
GET  /organiser/fairs/{fair}/gate                 -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/gate           -            in   403  403  403  404
POST /organiser/fairs/{fair}/gate                 at_gate      in   403  403  403  200+
POST /organiser/fairs/{other_fair}/gate           at_gate      in   403  403  403  404
GET  /organiser/fairs/{fair}/gate/roster.json     -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/gate/roster.json -          in   403  403  403  404
# Scans are JSON: tests/storefront/organiser/test_gate_phone.py.
POST /organiser/fairs/{fair}/gate/scans           -            in   403  403  403  422
POST /organiser/fairs/{other_fair}/gate/scans     -            in   403  403  403  404
GET  /organiser/fairs/{fair}/gate/worker.js       -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/gate/worker.js -            in   403  403  403  404

GET  /organiser/fairs/{fair}/booths               -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/booths         -            in   403  403  403  404
GET  /organiser/fairs/{fair}/plan                 -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/plan           -            in   403  403  403  404
GET  /organiser/fairs/{fair}/plan/{booth}         -            in   403  403  403  200
GET  /organiser/fairs/{fair}/plan/{other_booth}   -            in   403  403  403  404
POST /organiser/fairs/{fair}/booths               booth_type   in   403  403  403  303+
POST /organiser/fairs/{other_fair}/booths         booth_type   in   403  403  403  404
POST /organiser/fairs/{fair}/booths/{booth_type}  booth_type   in   403  403  403  303+
POST /organiser/fairs/{fair}/booths/{spare_type}/removal - in  403  403  403  303+
POST /organiser/fairs/{fair}/booths/{other_type}/removal - in  403  403  403  404
POST /organiser/fairs/{fair}/plan/rows            booth_row    in   403  403  403  303+
POST /organiser/fairs/{other_fair}/plan/rows      booth_row    in   403  403  403  404
POST /organiser/fairs/{fair}/plan/features        feature      in   403  403  403  303+
POST /organiser/fairs/{fair}/plan/features/{feature}/removal - in 403 403 403 303+
POST /organiser/fairs/{other_fair}/plan/features/{feature}/removal - in 403 403 403 404
POST /organiser/fairs/{fair}/plan/{booth}         booth_place  in   403  403  403  303+
POST /organiser/fairs/{fair}/plan/{other_booth}   booth_place  in   403  403  403  404
POST /organiser/fairs/{fair}/plan/{booth}/removal -            in   403  403  403  303+
POST /organiser/fairs/{fair}/plan/{other_booth}/removal - in   403  403  403  404

GET  /organiser/fairs/{fair}/applications         -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/applications   -            in   403  403  403  404
GET  /organiser/fairs/{fair}/applications/{asked_for} -        in   403  403  403  200
GET  /organiser/fairs/{fair}/applications/{foreign}   -        in   403  403  403  404
POST /organiser/fairs/{fair}/applications/{asked_for}/decision decline in 403 403 403 303+
POST /organiser/fairs/{fair}/applications/{foreign}/decision   decline in 403 403 403 404
POST /organiser/fairs/{fair}/applications/{placed}/booth       elsewhere in 403 403 403 303+
POST /organiser/fairs/{fair}/applications/{foreign}/booth      elsewhere in 403 403 403 404
POST /organiser/fairs/{fair}/applications/{placed}/cancellation  reasons in 403 403 403 303+
POST /organiser/fairs/{fair}/applications/{foreign}/cancellation reasons in 403 403 403 404
POST /organiser/fairs/{running}/applications/{exhibits}/arrival  -       in 403 403 403 303+
POST /organiser/fairs/{fair}/applications/{foreign}/arrival      -       in 403 403 403 404
POST /organiser/fairs/{running}/applications/{exhibits}/no-show  -       in 403 403 403 303+
POST /organiser/fairs/{fair}/applications/{foreign}/no-show      -       in 403 403 403 404
POST /organiser/fairs/{running}/applications/{gone}/refund       -       in 403 403 403 303+
POST /organiser/fairs/{fair}/applications/{foreign}/refund       -       in 403 403 403 404
GET  /organiser/fairs/{fair}/takings              -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/takings        -            in   403  403  403  404
POST /organiser/fairs/{fair}/payments/{booth_due}/receipt -    in   403  403  403  303+
POST /organiser/fairs/{other_fair}/payments/{booth_due}/receipt - in 403 403 403 404
POST /organiser/fairs/{running}/refunds/{booth_refund}/payout - in  403  403  403  303+
POST /organiser/fairs/{other_fair}/refunds/{booth_refund}/payout - in 403 403 403 404
POST /organiser/fairs/{fair}/bank-statements      booth_statement in 403 403 403 200
POST /organiser/fairs/{other_fair}/bank-statements booth_statement in 403 403 403 404
POST /organiser/fairs/{fair}/bank-statements/receipts booth_lines in 403 403 403 303+
POST /organiser/fairs/{other_fair}/bank-statements/receipts booth_lines in 403 403 403 404
GET  /organiser/fairs/{selling}/ticket-payments   -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/ticket-payments -           in   403  403  403  404
POST /organiser/fairs/{selling}/ticket-payments/{ticket_due}/receipt - in 403 403 403 303+
POST /organiser/fairs/{fair}/ticket-payments/{ticket_due}/receipt - in 403 403 403 404
POST /organiser/fairs/{other_fair}/ticket-payments/{ticket_due}/receipt - in 403 403 403 404
POST /organiser/fairs/{selling}/ticket-refunds/{ticket_refund}/payout - in 403 403 403 303+
POST /organiser/fairs/{other_fair}/ticket-refunds/{ticket_refund}/payout - in 403 403 403 404
POST /organiser/fairs/{selling}/ticket-cash/{cash_ticket}/payout - in 403 403 403 303+
POST /organiser/fairs/{other_fair}/ticket-cash/{cash_ticket}/payout - in 403 403 403 404
GET  /organiser/fairs/{selling}/gate/tickets/{unpaid_ticket} - in   403  403  403  200
GET  /organiser/fairs/{other_fair}/gate/tickets/{unpaid_ticket} - in 403 403 403 404
POST /organiser/fairs/{selling}/gate/tickets/{unpaid_ticket}/cash - in 403 403 403 303+
POST /organiser/fairs/{other_fair}/gate/tickets/{unpaid_ticket}/cash - in 403 403 403 404
GET  /organiser/fairs/{met}/report                -            in   403  403  403  200
GET  /organiser/fairs/{met}/report.xlsx           -            in   403  403  403  200
POST /organiser/fairs/{met}/report/heads          heads        in   403  403  403  303+
GET  /organiser/fairs/{other_fair}/report         -            in   403  403  403  404
GET  /organiser/fairs/{other_fair}/report.xlsx    -            in   403  403  403  404
POST /organiser/fairs/{other_fair}/report/heads   heads        in   403  403  403  404
GET  /organiser/fairs/{fair}/meetings             -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/meetings       -            in   403  403  403  404
POST /organiser/fairs/{fair}/meetings/slots       slots        in   403  403  403  303+
POST /organiser/fairs/{other_fair}/meetings/slots slots        in   403  403  403  404
POST /organiser/fairs/{fair}/meetings/slots/removal fair_day   in   403  403  403  303
POST /organiser/fairs/{other_fair}/meetings/slots/removal fair_day in 403 403 403 404
POST /organiser/fairs/{fair}/meetings/timetable   -            in   403  403  403  303+
POST /organiser/fairs/{other_fair}/meetings/timetable -        in   403  403  403  404
GET  /organiser/fairs/{fair}/meetings/timetable   -            in   403  403  403  200
GET  /organiser/fairs/{other_fair}/meetings/timetable -        in   403  403  403  404
GET  /organiser/fairs/{fair}/meetings/timetable.pdf -          in   403  403  403  200
GET  /organiser/fairs/{other_fair}/meetings/timetable.pdf -    in   403  403  403  404
"""

# Each area of the desk of retailers brings its own rows, and those of officers about it.
RETAILER = matrix_retailers.ROWS + matrix_sourcing.RETAILER_ROWS + matrix_contracts.ROWS
SELLER += matrix_retailers.SELLER_ROWS + matrix_sourcing.SELLER_ROWS + matrix_contracts.SELLER_ROWS
OFFICER += matrix_retailers.OFFICE_ROWS
