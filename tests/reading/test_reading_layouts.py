"""Layouts of plain text as scrapers leave it, in five languages: what stays, what goes, what the head says."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from communique.reading.article import ReadingOptions, read_article
from communique.records import Article


@dataclass(frozen=True)
class Layout:
    name: str
    text: str
    keep: tuple[str, ...]
    drop: tuple[str, ...] = ()
    title: str | None = None
    published: str | None = None
    agency: str | None = None
    place: str | None = None
    country: str | None = None
    publisher: str | None = None
    more: dict[str, str | None] = field(default_factory=dict)


def read(text: str) -> Article:
    return read_article(text.encode(), uri="file:///a.txt", options=ReadingOptions())


LAYOUTS = [
    Layout(
        "address of the site before the date",
        """Laos, Benin agree on seed exchange
www.mekongwire.example 2007-03-09 11:02:44

VIENTIANE, March 9 -- Laos and Benin agreed on Friday to exchange seeds, the ministry said.

The first sacks will be sent by ship.
""",
        ("Laos and Benin agreed",),
        ("mekongwire",),
        title="Laos, Benin agree on seed exchange",
        published="2007-03-09T11:02:44",
    ),
    Layout(
        "section, American date and font buttons on one line",
        """Home | About us
Laos, Benin agree on seed exchange
Politics    03/19/2007 | 10:15 AM      Font size A A A

Laos and Benin agreed on Friday to exchange seeds, the ministry in Vientiane said.

The first sacks will be sent by ship.
""",
        ("Laos and Benin agreed",),
        ("Font size",),
        title="Laos, Benin agree on seed exchange",
        published="2007-03-19T10:15",
    ),
    Layout(
        "a wire's date and time in one group",
        """Laos, Benin agree on seed exchange
LPD 191015 Mar 07

Laos and Benin agreed on Friday to exchange seeds, the ministry in Vientiane said.

The first sacks will be sent by ship.
""",
        ("Laos and Benin agreed",),
        title="Laos, Benin agree on seed exchange",
        published="2007-03-19",
    ),
    Layout(
        "a headline with a date is no stamp",
        """Ministers prepare for summit of 12 May 2009
Benin, Laos to meet again

Laos and Benin agreed on Friday to exchange seeds, the ministry in Vientiane said.

The first sacks will be sent by ship.
""",
        ("Laos and Benin agreed",),
        title="Ministers prepare for summit of 12 May 2009",
        published=None,
    ),
    Layout(
        "wire head with city, share bar and tail",
        """Ghana, Togo open joint border post
Facebook
Twitter
WhatsApp
5 April 2022

ACCRA, April 5 (Reuters) - Ghana and Togo opened a joint border post at Aflao on Tuesday.

Lorries will no longer wait for days, a customs officer said.

(Reporting by Kofi A.; Editing by Jane B.)

Related stories
Cocoa price rises again
© 2022 Gulf of Guinea Daily""",
        ("ACCRA, April 5 (Reuters) - Ghana", "a customs officer said."),
        ("Facebook", "Reporting by", "Cocoa price", "©", "border post\n"),
        "Ghana, Togo open joint border post",
        "2022-04-05",
        "Reuters",
        "ACCRA",
        "GHA",
        "Gulf of Guinea Daily",
    ),
    Layout(
        "deck before byline",
        """Laos and Thailand link their railways
The new line will carry freight from July, both governments say.
By Somchai P.
Published: 12/07/2023 09:15

Laos and Thailand joined their railways at Thanaleng on Wednesday.
The first train carried rubber and rice.
Officials of both sides rode in it.
Follow us on Facebook
Sign up for our daily newsletter""",
        ("joined their railways", "rubber and rice", "rode in it"),
        ("Follow us", "newsletter", "Somchai"),
        "Laos and Thailand link their railways",
        "2023-07-12T09:15",
    ),
    Layout(
        "updated after published",
        """Peru recalls envoy from Honduras
Published: Jan 27, 2023 14:02 GMT
Updated: Jan 28, 2023 08:00 GMT
Peru recalled its ambassador to Honduras on Thursday.
It said it regretted the remarks of the other side.""",
        ("Peru recalled", "It said it regretted"),
        ("Updated",),
        "Peru recalls envoy from Honduras",
        "2023-01-27T14:02+00:00",
    ),
    Layout(
        "hard-wrapped lines",
        """FINLAND SENDS GENERATORS TO MOLDOVA

Helsinki will send forty generators to Moldova before the winter,
the interior ministry said on Friday. The convoy leaves from Turku
next week and crosses Poland and Romania on its way.

Chisinau had asked its partners for help after strikes on the grid
of its neighbour cut the supply. A second convoy may follow in the
new year if more machines can be found.

Share this article""",
        ("before the winter, the interior ministry said", "in the new year if"),
        ("Share this", "FINLAND SENDS"),
        "FINLAND SENDS GENERATORS TO MOLDOVA",
    ),
    Layout(
        "one sentence per line without blank lines",
        """Chad closes frontier with Sudan
3 Feb 2023
Chad closed its frontier with Sudan on Friday.
The army sent trucks to Adré.
"We will not let fighters through," a general said.
Indeed.
Aid groups asked for a corridor.""",
        ("Chad closed its", "trucks to Adré", '"We will not', "Indeed.", "corridor."),
        (),
        "Chad closes frontier with Sudan",
        "2023-02-03",
    ),
    Layout(
        "box amid the story",
        """Nepal and Bhutan sign power deal

Nepal and Bhutan signed an agreement on electricity on Monday.

ALSO READ: Sherpas call for higher wages

The two neighbours will build a line across Sikkim.

Advertisement

Bhutan's minister thanked his host.

MOST READ
Actor weds in palace
""",
        ("Nepal and Bhutan signed", "across Sikkim", "thanked his host"),
        ("Sherpas", "Advertisement", "Actor weds"),
        "Nepal and Bhutan sign power deal",
    ),
    Layout(
        "related box with two headlines, then the story goes on",
        """Oman hosts Yemen talks

Oman received the delegations of both sides in Salalah on Sunday.

Related
Ship seized in the Gulf
Oil exports recover

The delegations discussed the release of prisoners held since the spring and the opening of Salalah flights.

Oman hopes that the delegations will sign before Ramadan.""",
        ("received the delegations", "release of prisoners", "before Ramadan"),
        ("Ship seized", "Oil exports"),
        "Oman hosts Yemen talks",
    ),
    Layout(
        "agency at the end of the last paragraph",
        """Angola returns two trawlers

Angola returned two trawlers to Namibia on Saturday.

The crews had been held in Lobito for a month. AFP

Leave a comment
Your email address will not be published.
I think this is a very good decision of our government and I thank them.""",
        ("Angola returned", "for a month."),
        ("AFP", "Leave a comment", "email address", "very good decision"),
        "Angola returns two trawlers",
        None,
        "AFP",
    ),
    Layout(
        "credit in brackets",
        """Slovakia lends Ukraine four howitzers

Slovakia handed over four howitzers near Michalovce.

Kyiv thanked its neighbour. (Source: TASR)""",
        ("handed over", "thanked its neighbour."),
        ("TASR",),
        "Slovakia lends Ukraine four howitzers",
        None,
        "TASR",
    ),
    Layout(
        "Tass dateline",
        """Mongolia and Kazakhstan agree on flights

ASTANA, March 2. /TASS/. Mongolia and Kazakhstan agreed to open four air routes.

The first flight is planned for May.""",
        ("ASTANA, March 2.", "planned for May"),
        (),
        "Mongolia and Kazakhstan agree on flights",
        None,
        "TASS",
        "ASTANA",
        "KAZ",
    ),
    Layout(
        "AP dateline with dash and caption above",
        """Fiji and Tonga share patrol boats

FILE - A patrol boat leaves Suva harbour, March 3, 2021. (AP Photo/Ann Lee, File)

SUVA, Fiji (AP) — Fiji and Tonga will share two patrol boats, the governments announced Tuesday.

Australia had given the boats in 2019.""",
        ("SUVA, Fiji (AP) — Fiji", "in 2019."),
        ("FILE -", "Ann Lee"),
        "Fiji and Tonga share patrol boats",
        None,
        "AP",
        "SUVA",
        "FJI",
    ),
    Layout(
        "section path, reading time and author card",
        """Home > World > Asia
Brunei offers to mediate
Maya Lim
3 min read
14 Mar 2024

Brunei offered on Thursday to mediate between the two parties.

"We are ready," its foreign minister told reporters.

About the author
Maya Lim covers the region from Singapore for this paper.""",
        ("Brunei offered", "told reporters."),
        ("Home >", "min read", "covers the region"),
        "Brunei offers to mediate",
        "2024-03-14",
    ),
    Layout(
        "summary bullets",
        """Belize and Guatemala reopen crossing
Key points
- The crossing had been closed since March
- Trade may double, officials say

Belize and Guatemala reopened the crossing at Melchor on Monday.

Buses passed from noon on.""",
        ("reopened the crossing", "from noon on"),
        ("Key points",),
        "Belize and Guatemala reopen crossing",
    ),
    Layout(
        "glued date",
        """ date 2020-06-11 Jordan has sent a field hospital to Gaza.

The convoy crossed at Kerem Shalom on Thursday.

Doctors there welcomed it.""",
        ("Jordan has sent", "Doctors there"),
        ("2020-06-11",),
        None,
        "2020-06-11",
    ),
    Layout(
        "glued label and time",
        """published: 2020-06-11 07:45:00 Jordan has sent a field hospital to Gaza.
The convoy crossed on Thursday.""",
        ("Jordan has sent", "crossed on Thursday"),
        ("2020-06-11",),
        None,
        "2020-06-11T07:45:00",
    ),
    Layout(
        "Indian agency with desk initials",
        """Maldives, India resume survey
ANI | Updated: Jun 3, 2022 10:10 IST
MALE: The Maldives and India resumed a joint survey of the seabed, an official said.
The work had stopped in March.
(ANI)""",
        ("MALE: The Maldives", "in March."),
        ("(ANI)", "Updated"),
        "Maldives, India resume survey",
        "2022-06-03T10:10",
        "ANI",
    ),
    Layout(
        "embedded post on two lines",
        """Kosovo opens consulate in Lima

Kosovo opened a consulate in Lima on Friday.

Proud to raise our flag in Peru today! #Kosovo pic.twitter.com/Zz12
— Vjosa K. (@vjosak) May 6, 2022

Peru recognised the state in 2008.""",
        ("opened a consulate", "Proud to raise our flag", "@vjosak", "in 2008."),
        (),
        "Kosovo opens consulate in Lima",
    ),
    Layout(
        "copyright and contact tail",
        """Iceland lowers fish quota for Faroese boats

Iceland lowered the quota of Faroese boats by a third on Tuesday.

Tórshavn called the step unfriendly.

Copyright 2021 North Sea Gazette. All rights reserved.
For more information visit our website.
Contact: desk@northsea.example""",
        ("lowered the quota", "unfriendly."),
        ("Copyright", "our website", "desk@"),
        "Iceland lowers fish quota for Faroese boats",
    ),
    Layout(
        "cookies at the top",
        """We use cookies to give you the best experience on our website.
Accept all
Menu
Malta takes in migrants after Italian appeal
Tuesday, 9 June 2020, 18:04
Malta took in forty migrants from an Italian ship on Tuesday.
Rome thanked Valletta for the gesture.""",
        ("Malta took in", "for the gesture."),
        ("cookies", "Accept", "Menu"),
        "Malta takes in migrants after Italian appeal",
        "2020-06-09T18:04",
    ),
    Layout(
        "subheads and a colon before a quotation",
        """Eritrea leaves regional bloc

Eritrea left the bloc on Friday. Its minister wrote:

"We see no use in it"

Why it matters

The bloc had asked the country to return for years.""",
        ("Its minister wrote:", '"We see no use in it"', "for years."),
        ("Why it matters",),
        "Eritrea leaves regional bloc",
    ),
    Layout(
        "story words that sound like furniture",
        """Turkey lifts ban on Dutch channel

Share prices in Amsterdam rose after Turkey lifted its ban on a Dutch news channel on Monday, brokers said.

Privacy advocates from both countries had criticised the ban.

Read by the speaker, the letter asked parliament to follow the ministry's example.

Comments from The Hague came late in the evening.""",
        ("Share prices in Amsterdam", "Privacy advocates", "Read by the speaker", "Comments from The Hague"),
        (),
        "Turkey lifts ban on Dutch channel",
    ),
    Layout(
        "interview",
        """"We want open borders": the minister speaks

Q: What did you agree on with Zagreb?
A: We agreed on a common patrol of the river.
Q: When does it start?
A: It starts in June.""",
        ("What did you agree", "common patrol", "When does it", "in June."),
    ),
    Layout(
        "Spanish wire",
        """Uruguay y Paraguay firman acuerdo fluvial
Compartir
Facebook
Por Lucía Benítez
Publicado el 14 de marzo de 2022 a las 10:30

Montevideo, 14 mar (EFE).- Uruguay y Paraguay firmaron este lunes un acuerdo sobre la hidrovía.

Los dos cancilleres se reunieron durante dos horas.

Lea también: Suben los precios de la carne

El pacto entrará en vigor en julio. EFE

Te puede interesar
Detienen a un futbolista
Deja un comentario
Todos los derechos reservados""",
        ("Montevideo, 14 mar (EFE).- Uruguay", "durante dos horas", "en vigor en julio."),
        ("Compartir", "carne", "futbolista", "comentario", "derechos", "Benítez"),
        "Uruguay y Paraguay firman acuerdo fluvial",
        "2022-03-14T10:30",
        "EFE",
        "Montevideo",
        "URY",
        None,
        {"language": "es", "byline": "Por Lucía Benítez"},
    ),
    Layout(
        "Spanish with source line",
        """Ecuador dona vacunas a Haití
Fuente: Prensa Latina
02/05/2021
Quito, 2 may (Prensa Latina) Ecuador donó hoy cien mil vacunas a Haití.
El canciller haitiano agradeció el gesto.
Etiquetas: Ecuador, Haití
Foto: Cancillería""",
        ("Ecuador donó hoy", "agradeció el gesto."),
        ("Etiquetas", "Foto:", "Fuente"),
        "Ecuador dona vacunas a Haití",
        "2021-05-02",
        "Prensa Latina",
        "Quito",
        "ECU",
        None,
        {"language": "es"},
    ),
    Layout(
        "Portuguese",
        """Angola e Zâmbia inauguram ponte
Publicado em 03/04/2023 às 15h20
Atualizado em 04/04/2023 às 08h00
Luanda, 3 abr (Lusa) - Angola e Zâmbia inauguraram esta segunda-feira uma ponte sobre o rio.
Os dois ministros agradeceram o apoio da China.
Leia também
Benfica vence em casa
Compartilhe esta notícia
Todos os direitos reservados""",
        ("Angola e Zâmbia inauguraram", "apoio da China."),
        ("Leia também", "Benfica", "Compartilhe", "direitos"),
        "Angola e Zâmbia inauguram ponte",
        "2023-04-03T15:20",
        "Lusa",
        "Luanda",
        "AGO",
        None,
        {"language": "pt"},
    ),
    Layout(
        "Portuguese with information from",
        """Chile retira embaixador da Nicarágua

O Chile retirou o seu embaixador da Nicarágua na quinta-feira, 9 de junho.

A decisão foi anunciada pelo presidente em Santiago.

Com informações da Reuters""",
        ("retirou o seu embaixador", "em Santiago."),
        (),
        "Chile retira embaixador da Nicarágua",
        None,
        "Reuters",
        more={"language": "pt"},
    ),
    Layout(
        "French",
        """Le Sénégal et la Gambie lancent un pont
Par Awa Diop
Publié le 21 janvier 2019 à 12h05
Partager
Dakar (AFP) – Le Sénégal et la Gambie ont inauguré lundi un pont sur le fleuve.
Les deux présidents ont salué un jour historique.
Lire aussi : Le prix du riz augmente
Il a été financé par la Banque africaine de développement.
© 2019 AFP
Commentaires
Bravo à nos présidents pour ce beau pont qui change notre vie.""",
        ("Le Sénégal et la Gambie ont inauguré", "jour historique", "Banque africaine"),
        ("Partager", "riz", "©", "Bravo", "Awa"),
        "Le Sénégal et la Gambie lancent un pont",
        "2019-01-21T12:05",
        "AFP",
        "Dakar",
        "SEN",
        None,
        {"language": "fr", "byline": "Par Awa Diop"},
    ),
    Layout(
        "Russian",
        """Сербия и Венгрия соединят газопроводы
5 марта 2021, 14:20
Поделиться
БЕЛГРАД, 5 марта. /ТАСС/. Сербия и Венгрия договорились соединить свои газопроводы.
Об этом сообщил журналистам министр энергетики.
Читайте также: Цены на хлеб выросли
Работы начнутся осенью.
Теги: Сербия, Венгрия
Подписывайтесь на наш телеграм-канал
Фото: пресс-служба""",
        ("БЕЛГРАД, 5 марта", "сообщил журналистам", "начнутся осенью."),
        ("Поделиться", "хлеб", "Теги", "Подписывайтесь", "Фото"),
        "Сербия и Венгрия соединят газопроводы",
        "2021-03-05T14:20",
        "TASS",
        "БЕЛГРАД",
        "SRB",
        None,
        {"language": "ru"},
    ),
    Layout(
        "Russian with agency after the dash",
        """Киргизия открыла посольство в Венгрии

БИШКЕК, 3 июн — РИА Новости. Киргизия открыла посольство в Будапеште, заявили в министерстве.

Стороны обсудили торговлю и обучение студентов.

Лента новостей
Команда победила в финале""",
        ("Киргизия открыла посольство в Будапеште", "обучение студентов."),
        ("Лента", "Команда"),
        "Киргизия открыла посольство в Венгрии",
        None,
        "RIA Novosti",
        "БИШКЕК",
        "KGZ",
        None,
        {"language": "ru"},
    ),
    Layout(
        "Chinese agency with source line and end mark",
        """Laos, Cambodia hold border talks
Source: Xinhua | 2019-08-13 11:02:33 | Editor: mingmei
VIENTIANE, Aug. 13 (Xinhua) -- Laos and Cambodia held talks on their border on Tuesday.
They agreed to withdraw troops from the area. Enditem
[Photo/Xinhua]
KEY WORDS: Laos, Cambodia""",
        ("held talks on their border", "from the area."),
        ("Enditem", "Editor", "KEY WORDS", "Photo"),
        "Laos, Cambodia hold border talks",
        "2019-08-13T11:02:33",
        "Xinhua",
        "VIENTIANE",
        "LAO",
    ),
    Layout(
        "Kyodo caption and comment plea",
        """Japan, Mongolia agree on pension talks
KYODO NEWS - Jul 16, 2024 - 19:05 | World, Japan
The Japanese minister (L) meets his Mongolian counterpart (R). (Photo courtesy of the ministry)(Kyodo)
Japan and Mongolia agreed Tuesday to begin talks on pensions.
They also discussed a new hospital.
Have a comment? Tell us below""",
        ("agreed Tuesday", "new hospital."),
        ("KYODO NEWS", "courtesy", "Have a comment"),
        "Japan, Mongolia agree on pension talks",
        "2024-07-16T19:05",
        "Kyodo",
    ),
    Layout(
        "Anadolu",
        """Azerbaijan opens school in Albania
Anadolu Agency
11.05.2022 - Update : 12.05.2022

TIRANA, Albania

Azerbaijan opened a school in the Albanian town of Durrës on Wednesday.

The two education ministers cut the ribbon.

Anadolu Agency website contains only a portion of the news stories offered to subscribers.""",
        ("Azerbaijan opened a school", "cut the ribbon."),
        ("Update", "offered to subscribers"),
        "Azerbaijan opens school in Albania",
        "2022-05-11",
        "Anadolu",
    ),
    Layout(
        "with inputs",
        """Bangladesh and Myanmar reopen river port

Bangladesh and Myanmar reopened the river port of Teknaf on Sunday.

Traders from both sides welcomed the step.

(With inputs from PTI)""",
        ("reopened the river port", "welcomed the step."),
        ("With inputs",),
        "Bangladesh and Myanmar reopen river port",
        None,
        "PTI",
    ),
    Layout(
        "News Agency of Nigeria",
        """Nigeria, Benin set up joint patrol
By Ngozi Okafor
Abuja, Feb. 8, 2021 (NAN) Nigeria and Benin have set up a joint patrol of their coast.
The patrol begins in March, a naval officer said. (NAN)
Edited by: Ade B.""",
        ("Nigeria and Benin have set up", "a naval officer said."),
        ("Edited by", "By Ngozi"),
        "Nigeria, Benin set up joint patrol",
        "2021-02-08",
        "NAN",
        "Abuja",
        "NGA",
    ),
    Layout(
        "Korean agency",
        """S. Korea, Chile upgrade free trade pact
All News 10:31 April 19, 2023

SEOUL, April 19 (Yonhap) -- South Korea and Chile agreed Wednesday to upgrade their free trade pact.

Officials of the two countries will meet again in June.

someone@yna.example
(END)""",
        ("SEOUL, April 19 (Yonhap) --", "again in June."),
        ("All News", "someone@", "(END)"),
        "S. Korea, Chile upgrade free trade pact",
        "2023-04-19T10:31",
        "Yonhap",
        "SEOUL",
        "KOR",
    ),
    Layout(
        "outlet in the dateline is the publisher",
        """Samoa thanks New Zealand for ship

Apia, May 4 (SNR) -- Samoa thanked New Zealand on Thursday for a research ship.

The ship will chart the reefs.""",
        ("Samoa thanked", "chart the reefs."),
        (),
        "Samoa thanks New Zealand for ship",
        None,
        None,
        "Apia",
        "WSM",
        "SNR",
    ),
    Layout(
        "government press release",
        """Ministry of Foreign Affairs
Press release No. 45
Statement on the agreement with Luxembourg
Date: 2 December 2020
Estonia and Luxembourg have agreed to store data in each other's embassies.
"This is a first," the minister said.
Media contact:
Tiina Saar
+372 555 0000""",
        ("Estonia and Luxembourg have agreed", "the minister said."),
        ("Media contact", "555"),
        "Statement on the agreement with Luxembourg",
        "2020-12-02",
    ),
    Layout(
        "video prompt and live updates",
        """Watch: Ministers arrive
Gabon rejoins the Commonwealth committee
Video Duration 02 minutes 10 seconds
Published On 3 Mar 2023
Gabon rejoined the committee on Friday after a year.
Listen to this story
Its neighbours applauded the decision.
Video: how the vote went""",
        ("Gabon rejoined", "applauded the decision."),
        ("Watch:", "Listen", "Video"),
        "Gabon rejoins the Commonwealth committee",
        "2023-03-03",
    ),
    Layout(
        "list amid the story",
        """Three steps agreed by Cyprus and Greece

Cyprus and Greece agreed on the following steps:

1. A common search zone
2. A cable to Crete
3. Yearly meetings of the two cabinets

The first meeting will take place in Paphos.""",
        ("following steps:", "A common search zone", "A cable to Crete", "Yearly meetings", "in Paphos."),
        (),
        "Three steps agreed by Cyprus and Greece",
    ),
    Layout(
        "no date at all",
        """Cape Verde asks Portugal for a ferry

Cape Verde has asked Portugal for a ferry. It was promised one by the last government.

Lisbon has not answered yet.""",
        ("Cape Verde has asked", "not answered yet."),
        (),
        "Cape Verde asks Portugal for a ferry",
    ),
    Layout(
        "relative date only",
        """Lesotho lets in South African police
2 hours ago
Lesotho let South African police cross the frontier on Sunday.
They were looking for stolen cattle.""",
        ("Lesotho let", "stolen cattle."),
        ("hours ago",),
        "Lesotho lets in South African police",
    ),
    Layout(
        "American date and dateline",
        """Mexico, Guatemala plan rail link
by John Smith, Associated Press
October 5, 2021 at 3:05 PM EDT

TAPACHULA, Mexico — Mexico and Guatemala plan to link their railways, the presidents said Tuesday.

The work will cost $300 million.""",
        ("TAPACHULA, Mexico — Mexico", "$300 million."),
        ("John Smith",),
        "Mexico, Guatemala plan rail link",
        "2021-10-05T15:05",
        "AP",
        "TAPACHULA",
        "MEX",
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_story_is_told_apart_from_the_page(layout: Layout) -> None:
    article = read(layout.text)
    assert [words for words in layout.keep if words not in article.text] == []
    assert [words for words in layout.drop if words in article.text] == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_head_is_read(layout: Layout) -> None:
    article = read(layout.text)
    expected = {"title": layout.title, "published": layout.published, "agency": layout.agency, **layout.more}
    if layout.name == "interview":
        expected.pop("title")
    assert {name: getattr(article, name) for name in expected} == expected
    if layout.place:
        assert article.dateline is not None
        assert (article.dateline.place, article.dateline.country) == (layout.place, layout.country)
    if layout.publisher:
        assert article.publisher == layout.publisher


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_cleaning_twice_is_cleaning_once(layout: Layout) -> None:
    text = read(layout.text).text
    assert read(text).text == text


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_parts_cover_the_text_in_order(layout: Layout) -> None:
    article = read(layout.text)
    at = 0
    for part in article.parts:
        assert article.text[at : part.span.start].strip() == ""
        assert part.span.start >= at
        at = part.span.end
    assert at == len(article.text)
