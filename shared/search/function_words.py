"""Function words of English: words of closed classes, which do not distinguish documents. All are folded."""

FUNCTION_WORDS = frozenset(
    """a about above across after again against all almost along already also although always am among an and another
    any anyone anything are around as at away back be because been before behind being below between both but by can
    cannot could did didnt do does doesnt doing done dont down during each either else even ever every everyone
    everything few for from further get gets getting got had has have having he her here hers herself him himself his
    how however i if in into is isnt it its itself just least less let lets like made make makes making many may maybe
    me might mine more most much must my myself near neither never next no nobody none nor not nothing now of off often
    on once one only onto or other others our ours ourselves out over own per perhaps put rather said same say says see
    seem seems shall she should since so some someone something still such than that the their theirs them themselves
    then there these they this those though through throughout thus till to together too toward towards under unless
    until up upon us use used using very via was wasnt we well were what whatever when whenever where whether which
    while who whoever whole whom whose why will with within without wont would yet you your yours yourself
    yourselves""".split()
)
