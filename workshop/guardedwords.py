"""The list of words that promise more than a workshop can type, in English, German, French and Portuguese, with what each needs.

Sources, read 2026-11-22: Directive (EU) 2024/825 (applied since 2026-09-27), annex I 2a, 4a to 4c; 16 CFR 23 (Jewelry
Guides, 2018) and 260 (Green Guides, 2012); REACH annex XVII, 27; UK Hallmarking Act 1973; bench practice for the words on value.
"""

from dataclasses import dataclass

from workshop.wording import N_

EU = "(EU) 2024/825"


@dataclass(frozen=True)
class Guarded:
    """One idea that needs proof. `needs` is the fact or paper; `instead` what to write, or that it stands there by itself once it is true.

    `rule` is the claim of the rulebook that carries it, None when no rule can. `unless`: what makes the word harmless.
    """

    key: str
    words: str
    needs: str
    instead: str
    source: str
    rule: str | None = None
    unless: str = ""


GUARDED: tuple[Guarded, ...] = (
    Guarded(
        "green",
        r"eco-?friendly|environmentally friendly|environment-friendly|(?:planet|earth|climate|nature)[ -]friendly|green gold|green jewell?ery|"
        r"umweltfreundlich\w*|umweltschonend\w*|naturfreundlich\w*|klimafreundlich\w*|öko(?:logisch\w*|schmuck)?|écologiques?|éco-?responsables?|"
        r"respectueu(?:x|se)s? de l.environnement|ecológic[oa]s?|amig[oa]s? do ambiente|amig[oa]s? da natureza",
        N_("recognised excellent environmental performance, which no paper of a metal gives"),
        N_("Say what was done and where: the recycled share of the gold stands on the page by itself."),
        f"{EU}, annex I 4a; 16 CFR 260.4",
        "recycled_metal_pct",
    ),
    Guarded(
        "sustainable",
        r"sustainab\w+|nachhaltig\w*|durables?(?= jewell?ery)|bijoux durables?|développement durable|sustentáve(?:l|is)|sustentabilidade",
        N_("a clear measure on the same page; the word alone is banned"),
        N_("Name the measure: which metal, which share, by which certificate."),
        f"{EU}, annex I 4a",
        "recycled_metal_pct",
    ),
    Guarded(
        "ethical",
        r"ethical\w*|ethically|ethisch\w*|éthiques?|étic[oa]s?|responsib(?:le|ly)|responsibly sourced|verantwortungsvoll\w*|verantwortungsbewusst\w*|"
        r"responsables?|responsáve(?:l|is)|conscious(?:ly)?|(?:umwelt)?bewusste[rsnm]? (?:schmuck|luxus|konsum|gold)|umweltbewusst\w*|bewusst (?:hergestellt|produziert)|"
        r"(?:luxe|bijoux?|éco-?)[ -]?conscients?|luxo consciente|guilt[ -]free|clean gold|sauberes gold|or propre|ouro limpo",
        N_("a document about source or pay; the word itself is nobody's standard"),
        N_("Name the document: supplier, certificate and number stand on the page by themselves."),
        f"{EU}, annex I 2a",
        "fair_wages",
        unless=r"responsib(?:le|ly) for|conscious(?:ly)? of|responsables? d[eu']|responsáve(?:l|is) p|verantwortlich",
    ),
    Guarded(
        "recycled",
        r"recycl\w+|recyclé\w*|re-?claimed|upcycl\w+|wiederverwert\w+|aufgearbeitet\w*|altgold|recicl\w+|récupér[ée]\w*|reaproveitad\w+",
        N_("a certificate or transfer document for every lot, segregated, in force when it was bought"),
        N_("Take it out: “The … g of gold in it is 100% recycled” appears by itself when the papers carry it."),
        "16 CFR 260.13; (EU) 2024/825",
        "recycled_metal_100",
    ),
    Guarded(
        "conflict_free",
        r"conflict[ -]?free|blood[ -]?free|konfliktfrei\w*|sans conflits?|hors conflits?|livres? de conflitos?|sem conflitos?",
        N_("an invoice with a System of Warranties statement for every diamond"),
        N_("“Diamonds bought with a WDC System of Warranties statement (Kimberley Process).”"),
        "16 CFR 23.1; (EU) 2024/825",
        "kp_warranty",
    ),
    Guarded(
        "climate",
        r"(?:carbon|climate|co2)[ -]?(?:neutral|positive|negative)|net[ -]?zero|zero[ -]?(?:impact|emission\w*|waste)|klimaneutral\w*|co2-neutral\w*|"
        r"neutres? en carbone|zéro déchets?|carbono zero|neutr[oa]s? em carbono|desperdício zero|"
        r"(?:carbon|co2|emissions?)[ -](?:are |is )?(?:fully )?(?:offset\w*|compensat\w+)|offset\w* (?:its |the |all |our )*(?:carbon|co2|emissions?)|co2-kompens\w*|compensation carbone|carbono compensado",
        N_("nothing can carry it: offset-based claims about a product are banned"),
        N_("Take it out, or tell what you do in figures."),
        f"{EU}, annex I 4c",
    ),
    Guarded(
        "fair",
        r"fair[ -]?(?:mined|trade|traded|wages?|pay|paid|gold|jewell?ery)|fairly (?:paid|made|traded|sourced)|faire?[rs]?s? (?:löhne|handel|gold)|fair (?:gehandelt|hergestellt)\w*|"
        r"commerce équitable|équitables?|salaires? justes?|comércio justo|salários? justos?",
        N_("the scheme's own licence and invoice, or a pay record checked by somebody outside"),
        N_(
            "“The … g of gold in it is Fairmined” or “Everyone who was paid to work on it got at least …” appears by itself when the papers carry it."
        ),
        f"{EU}, annex I 2a; scheme rules",
        "fairmined",
    ),
    Guarded(
        "traceable",
        r"(?:fully |100 ?% )?traceab\w+|rückverfolgbar\w*|lückenlos nachvollziehbar|traçab\w+|rastreáve(?:l|is)",
        N_("documents for every gram and stone"),
        N_("Leave it to the page: each lot stands there with its document, or as not recorded."),
        f"{EU}; Directive 2005/29/EC, 6",
        "stone_origin",
    ),
    Guarded(
        "handmade",
        r"hand[ -]?(?:made|wrought|forged|crafted)|made (?:entirely |wholly )?by hand|handgemacht\w*|handgefertigt\w*|handgearbeitet\w*|von hand (?:gefertigt|gemacht)|"
        r"fait(?:e?s?)?[ -](?:à la )?main|fabriqué\w* (?:à la )?main|feit[oa]s? à mão|artesana(?:l|is)",
        N_("a log with person and method for every shaping stage, and no bought part"),
        N_("“Cast, set and finished by hand in …” appears by itself as the log has it."),
        "16 CFR 23.2",
        "handmade",
    ),
    Guarded(
        "solid",
        r"solid (?:\d+ ?(?:k|kt|ct|carat|karat) )?(?:gold|silver|platinum)|massiv\w*[ -]?(?:gold|silber|platin)|(?:gold|silber) massiv|(?:or|argent|platine) massif|(?:ouro|prata|platina) maciç[oa]s?|pure gold|reines gold|or pur|ouro puro",
        N_("fineness of every part by a paper, no layer, not hollow"),
        N_("“18K (750) gold throughout” appears by itself when it is so."),
        "16 CFR 23.3; Hallmarking Act 1973",
        "solid_karat_gold",
    ),
    Guarded(
        "fineness",
        r"(?:8|9|10|12|14|15|18|19|20|21|22|24)[ -]?(?:kt?|ct|carats?|karats?)\.?[ -](?:\w+[ -])?gold|(?<![\d.,])(?:9|14|18|19|21|22|24)[ -]?(?:kt?|karats?)|"
        r"(?:333|375|417|585|750|800|875|916|958|999)(?:er)?[ -]?(?:gelb|weiß|weiss|rosé|rot)?(?:gold|or|ouro)|gold (?:333|375|417|585|750|800|875|916|958|999)|"
        r"(?:8|9|14|18|21|22|24)[ -]?karätig\w*|feingold|fine (?:gold|silver)|feinsilber|(?:800|835|900|999)(?:er)?[ -]?(?:silver|silber)|"
        r"(?:or|ouro)(?: \w+)? (?:de |à )?(?:9|14|18|19|20|21|22|24) ?(?:k|carats?|quilates?)|(?:9|14|18|19|24) quilates|or fin|ouro fino|argent fin|prata fina",
        N_("an office's mark, or a paper for the fineness of every lot"),
        N_(
            "“18K (750) gold throughout” appears by itself when the papers carry it; the alloy stands with the material."
        ),
        "16 CFR 23.3; 15 USC 295; ISO 9202",
        "solid_karat_gold",
    ),
    Guarded(
        "sterling",
        r"sterling(?: silver)?|sterlingsilber|argent sterling|prata sterling|925(?:er)?[ -]?(?:silver|silber)|(?:silver|silber) 925|argent 925|prata (?:de lei|925)",
        N_("a paper for the fineness of the lot"),
        N_("“Sterling silver (925)” appears by itself when the lot's paper says so."),
        "16 CFR 23.5",
        "sterling_or_platinum",
    ),
    Guarded(
        "natural_stone",
        r"(?:real|genuine|natural(?:ly)?|precious|earth[ -]mined)(?: \w+)? (?:diamond|ruby|rubies|sapphire|emerald|stone|gem|gemstone|pearl)s?|"
        r"(?:diamond|ruby|rubies|sapphire|emerald|stone|gem|gemstone|pearl)s?,? (?:natural|genuine|real)|"
        r"natürliche[rsn]? (?:diamant|rubin|saphir|smaragd|edelstein|perle)\w*|natur(?:rubin|saphir|smaragd|perle|edelstein)\w*|echte[rsn]? (?:diamant|rubin|saphir|smaragd|edelstein|perle)\w*|naturdiamant\w*|"
        r"(?:diamants?|rubis|saphirs?|émeraudes?|pierres?|perles?) (?:véritables?|naturel\w*|précieuse?s?)|(?:diamante|rubi|safira|esmeralda|pedra|pérola)s? (?:verdadeir[oa]s?|natura(?:l|is)|preciosas?)",
        N_("a report or invoice that calls each stone natural, with its treatment"),
        N_("“Natural sapphire, heated” appears by itself as the papers have it."),
        "16 CFR 23.25, 23.27",
        "natural_stone",
    ),
    Guarded(
        "flawless",
        r"flawless|lupenrein\w*|makellos\w*|pur(?:e)?s? à la loupe|sem defeitos?|perfect (?:diamond|stone|gem)s?",
        N_("a laboratory's report that says so"),
        N_("Give the report's own grade and number."),
        "16 CFR 23.28",
    ),
    Guarded(
        "laboratory",
        r"(?:faux|cultured|synthetic) diamonds?|synthetische[rsn]? diamant\w*|diamants? de culture|diamantes? (?:sintétic|cultivad)os?",
        N_("the words “laboratory-grown” directly before the name"),
        N_("“Laboratory-grown diamond.”"),
        "16 CFR 23.25(b)",
        "lab_grown",
    ),
    Guarded(
        "nickel",
        r"nickel[ -]?free|nickelfrei\w*|sans nickel|(?:livres? de|sem) níquel|hypo-?allergen\w*|hypoallergéni\w+|hipoalerg[ée]nic\w*|antiallergi\w+|skin[ -]friendly|hautfreundlich\w*|non[ -]?toxic|ungiftig\w*|non toxiques?|não tóxic\w*",
        N_("a test report after EN 1811 for this alloy"),
        N_("“Nickel release tested at most … µg/cm²/week (EN 1811)” appears by itself with the report."),
        "REACH annex XVII, 27",
        "nickel_safe",
    ),
    Guarded(
        "certified",
        r"certified|certificate of authenticity|zertifizier\w*|certifié\w*|certificad[oa]s?",
        N_("the certificate itself: by whom, its number, for what, until when"),
        N_("Name the document: it stands on the page once it is recorded with the lot."),
        f"{EU}, annex I 2a",
    ),
    Guarded(
        "hallmarked",
        r"hall-?marked|punziert\w*|gestempelt\w*|poinçonné\w*|contrastad[oa]s?",
        N_("the assay office, the day and the mark"),
        N_("“Hallmarked, … Assay Office” appears by itself with the record."),
        "Hallmarking Act 1973",
        "hallmarked",
    ),
    Guarded(
        "edition",
        r"limited edition|limitiert\w*(?: edition| auflage)?|édition limitée|edição limitada|one[ -]of[ -]a[ -]kind|unikat\w*|einzelstück\w*|pièces? uniques?|peças? únicas?",
        N_("an edition of fixed size, or a design with a single piece"),
        N_("“No. 3 of 25” or “One of a kind” appears by itself when it is so."),
        "Directive 2005/29/EC, 6",
        "limited_edition_n",
    ),
    Guarded(
        "lifetime",
        r"everlasting|life-?time|for (?:a )?life(?=[ ,.]|$)|forever|for ever|eternal(?:ly)?|lebenslang\w*|ein leben lang|für immer|ewig\w*|à vie(?=\W|$)|pour toujours|éternel\w*|vitalíci[oa]s?|para (?:toda a vida|sempre)|etern[oa]s?",
        N_("a guarantee in years: who gives it, for what, what is left out"),
        N_("“Free repair for … years by …; your legal rights stay.”"),
        "(EU) 2024/825; Impl. Reg. (EU) 2025/1960",
        "repair_guarantee",
    ),
    Guarded(
        "guarantee",
        r"no worries|worry[ -]free|unbreakable|indestructible|unzerstörbar\w*|sorgenfrei\w*|incassables?|inquebráve(?:l|is)",
        N_("nothing can carry it"),
        N_("Tell what is repaired, for how long and by whom."),
        "Directive 2005/29/EC, 6",
        "repair_guarantee",
    ),
    Guarded(
        "value",
        r"investments?|invest in (?:gold|silver|diamonds?|jewell?ery)|(?:appreciat|increas|ris|grow|gain)\w* in value|(?:hold|keep|gain|retain)(?:s|ing)? (?:its|their) value|resale value|stores? of value|"
        r"safe haven|hedge against \w+|inflation[ -]proof|nest egg|worth more (?:every year|over time|in time)|"
        r"wertanlage\w*|wertbeständig\w*|wertstabil\w*|wertsteiger\w*|wertzuwachs|geldanlage\w*|kapitalanlage\w*|anlagegold|investition(?:en)?|inflationssicher\w*|krisensicher\w*|(?:behält|hält) (?:seinen|ihren) wert|"
        r"investissements?|prend\w* de la valeur|(?:garde|conserve) sa valeur|valeurs? refuges?|plus-values?|placements? (?:sûrs?|financiers?)|"
        r"investimentos?|valoriza(?:ção|-se)|(?:mantém|conserva|ganha) (?:o (?:seu )?)?valor|reserva de valor|valor(?:es)?[ -]refúgio|aplicação financeira",
        N_("nothing: nobody knows a price to come"),
        N_("Tell the grams of fine metal in it: they stand on the page."),
        "Directive 2005/29/EC, 6",
        unless=r"investment[ -](?:cast\w*|plaster|powder|mou?ld\w*|flask)",
    ),
    Guarded(
        "made_in",
        r"made in (?:the )?(?:usa|u\.s\.a?\.?|us|america|uk|eu|europe|italy|portugal|france|germany|switzerland|austria|spain|england|britain|belgium|netherlands|brazil|japan|india|thailand|(?-i:[A-Z][a-z]+))|in (?:deutschland|der schweiz|österreich|europa) (?:hergestellt|gefertigt)|fabriqué\w* en \w+|feit[oa]s? em \w+",
        N_("every shaping stage at a place in that country"),
        N_("“Cast, set and finished in …; metal and stones from elsewhere” appears by itself as the log has it."),
        "16 CFR 323",
        "made_in_country",
        unless=r"(?:made in|fabriqué\w* en|feit[oa]s? em) (?:(?:solid |yellow |white |rose )?(?:gold|silver|platinum|bronze|brass|copper|wax|steel|titanium)|"
        r"one|two|three|four|or|argent|platine|laiton|cuivre|cire|acier|une?|deux|trois|ouro|prata|platina|latão|cobre|cera|aço|uma?|dois|duas|três|série)(?!\w)",
    ),
    Guarded(
        "mined",
        r"artisanal(?:ly)? mined|small[ -]scale min\w+|mined by hand|kleinbergbau|mine artisanale|garimpo|ethical mine",
        N_("documents from the mine or scheme to this lot, never mixed"),
        N_("“The … g of gold in it is Fairmined” appears by itself when the papers carry it."),
        "scheme rules; RJC Code of Practices 14",
        "fairmined",
    ),
    Guarded(
        "vermeil",
        r"vermeil|gold[ -]?(?:filled|plated)|vergoldet\w*|plaqué or|folhead[oa]s? a ouro|banhad[oa]s? a ouro",
        N_("the layer: metal, fineness, thickness and base"),
        N_("“Gold layer … µm on sterling silver” appears by itself with the record of the plating."),
        "16 CFR 23.4",
        "surface_layer",
    ),
    Guarded(
        "proven",
        r"proven|guaranteed (?:authentic|genuine|origin)|garantiert (?:echt|konfliktfrei)\w*|prouvé\w*|comprovad[oa]s?",
        N_("nothing: a document says what it says, and somebody read it"),
        N_("“Computed from documents that the workshop recorded.”"),
        "Directive 2005/29/EC, 6",
    ),
)

# Bodies that issue papers and are called by a guarded word: to name them is to name the paper.
NAMES = (
    r"responsible jewell?ery council|alliance for responsible mining|responsible minerals initiative|responsible minerals assurance process|"
    r"fairmined|fairtrade(?: (?:international|deutschland|österreich|foundation|america|canada|portugal|france|max havelaar))?|"
    r"flocert|scs global services"
)
