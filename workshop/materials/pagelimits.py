"""How much the drawing of a PDF's first page may take: bytes, seconds, pages, pixels."""

SHOWN, LOCKED, BROKEN = 0, 3, 4  # exit statuses of the program that draws
MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 6
MOST_OUTPUT = 24 * 1024 * 1024
MOST_PAGES = 200
LARGE_SIDE = 1600
LARGEST_SCALE = 4  # a page the size of a stamp is not blown up to a poster
PATIENCE_S = 20  # for the whole program, by the clock
