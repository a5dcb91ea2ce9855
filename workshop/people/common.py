"""What everybody guesses first: the commonest passwords and PINs, refused before anything is kept."""

_PASSWORDS = """
0123456789 0987654321 1111111111 1122334455 1212121212 1234512345 1234554321 1234567890 12345678900 12345678910
123456789a 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 2222222222 3333333333 5555555555 6666666666 7777777777 8888888888
9876543210 9999999999 0000000000 a123456789 aaaaaaaaaa abc1234567 abcd123456 abcdefghij abcdefghijkl access1234
admin12345 adminadmin administrator asdfasdfasdf asdfghjkl1 asdfghjkl123 baseball123 bismillah1 butterfly1
charlie123 chocolate1 computer123 dragon12345 football123 goldsmith1 goldsmiths iloveyou12 iloveyou123 iloveyouso
jewellery1 jewellery123 jewelry123 letmein1234 letmein123 liverpool1 manchester mypassword password01 password11
password12 password123 password1234 password12345 password2024 password2025 password2026 password99 passwordpassword
princess123 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedc1 qazwsxedcrfv qwer123456 qwertyqwerty qwerty1234 qwerty12345
qwerty123456 qwertyuiop qwertyuiop1 qwertyuiop123 samsung123 secret1234 silversmith sunshine123 superman123
testtest12 trustno1234 welcome123 welcome1234 workshop12 workshop123 workshop1234 workshopworkshop zxcvbnm123
"""

_PINS = """
012345 123456 234567 345678 456789 567890 654321 543210 765432 876543 987654 098765 121212 131313 101010 202020
212121 232323 112233 223344 123123 321321 456456 789789 147258 159753 258456 147852 159357 357951 963852 741852
123321 654456 112211 123654 789456 456123 789123 246810 135790 102030 696969 420420 007007 111222 222333 555666
"""
PASSWORDS = frozenset(_PASSWORDS.split())
PINS = frozenset(_PINS.split())
