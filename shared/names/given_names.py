"""Given names that mostly belong to women or mostly to men. Titles and pronouns in the text have precedence."""

from shared.names.words import NICKNAMES

FEMALE = frozenset(
    """
    abigail agnes aisha alexandra alice alicia alison amanda amina amy ana andrea angela anita ann anna anne
    annette annie audrey barbara beatrice becky beth bethany betty beverly bonnie brenda bridget brittany camilla
    candace carla carmen carol caroline carolyn carrie catherine cathy cecile charlotte chelsea cheryl christina
    christine cindy claire clara claudia connie cora courtney cristina crystal cynthia daisy dana danielle dawn
    deborah debra denise diana diane dolores donna doris dorothy ebony edith eileen elaine eleanor elena elisabeth
    elise elizabeth ella ellen emily emma erica erin esther eva eve evelyn faith fatima felicia fiona florence
    frances gabrielle gail geraldine gina gladys gloria grace greta gwen hannah harriet heather heidi helen
    hillary holly ida ines ingrid irene iris isabel isabella ivanka jackie jacqueline jane janet janice jasmine
    jean jeanne jenna jennifer jenny jessica jill joan joanna jocelyn josephine joyce judith judy julia juliana
    julie june karen kate katherine kathleen kathryn kathy katie kayla kelly kellyanne kerry kimberly kirsten
    kristen kristin laila lara latoya laura lauren leila lena leslie lillian linda lisa lois loretta lori louise
    lucia lucy lydia lynn mackenzie madeleine margaret maria marianne marie marilyn marina marjorie martha mary
    maureen megan megyn melania melanie melissa michelle mildred miriam molly monica nadia nancy naomi natalie
    natasha nicole nina nora norma olga olivia pamela patricia paula pauline peggy penelope phyllis priscilla
    rachel rebecca regina renee rhonda rita roberta rosa rose rosemary ruth sabrina sally samantha sandra sara
    sarah shannon sharon sheila shelly sherry shirley sofia sonia sophia sophie stacy stella stephanie sue susan
    suzanne sylvia tamara tammy tara teresa thelma theresa tiffany tina tracy ursula valerie vanessa vera veronica
    victoria viola virginia vivian wanda wendy yolanda yvonne zainab zoe
    """.split()
)
MALE = frozenset(
    """
    aaron abdul abdullah abraham adam ahmad ahmed alan albert alejandro aleksandr alex alexander alexei alfred ali
    allan allen andre andrei andrew andy angus anthony antonio arnold arthur barack bashar ben benjamin bernard
    bernie bill billy bob bobby boris brad bradley brandon brendan brett brian bruce bryan calvin carl carlos
    charles charlie chester chris christopher chuck claude clifford clinton colin corey craig curtis dale dan
    daniel darren dave david dean dennis derek dick diego dmitry dominic don donald doug douglas duncan dwight
    earl ed eddie edgar edmund eduardo edward edwin eli elliott emmanuel eric erik ernest ethan eugene evan felix
    fernando francis francisco francois frank franklin fred frederick gary gavin geoffrey george gerald gerard
    gilbert giovanni glenn gordon graham greg gregory guy harold harry harvey hassan hector henry herbert herman
    horace howard hugh hugo hussein ian ibrahim igor isaac ivan jack jacob jaime jake james jared jason javier jay
    jeb jeff jefferson jeffrey jeremy jerome jerry jesus jim jimmy joe joel john johnny jon jonathan jorge jose
    joseph joshua juan julian julio justin karl keith ken kenneth kevin khalid kurt kyle lance larry lars lawrence
    leo leon leonard lindsey lloyd louis lucas luis luke malcolm manuel marco marcus mario mark martin marvin matt
    matthew maurice max mehmet michael miguel mike mikhail milton mitch mitt mohamed mohammad mohammed muhammad
    mustafa nathan neil nicholas nick nicolas nigel nikolai norman oliver omar oscar otto owen pablo patrick paul
    pedro perry peter phil philip phillip pierre rafael ralph ramon rand randy raul ray raymond recep reggie rex
    ricardo richard rick ricky rob robert roberto rod rodney roger roland ron ronald ross roy rudolph rudy russell
    ryan saeed sam samuel scott sean sebastian serge sergei sergey sergio seth sidney simon stanley stephen steve
    steven stewart stuart ted terrence theodore thomas tim timothy toby todd tom tommy tony trevor tyler vernon
    victor viktor vincent vladimir vyacheslav walter warren wayne wesley wilfred will william winston wolfgang
    xavier yusuf zachary
    """.split()
)

GIVEN_NAMES = FEMALE | MALE | NICKNAMES.keys() | frozenset(NICKNAMES.values())
