"""What the made-up interviewers write: a sentence a competency and level, in plain words."""

from random import Random

EVIDENCE: dict[str, dict[int, tuple[str, ...]]] = {
    "judgment": {
        1: ("Could not name a decision of their own; every example was the team's.",),
        2: (
            "Chose the plan their director preferred and could not say what would have changed their mind.",
            "Cut the test short after two days and called the result clear.",
        ),
        3: (
            "Weighed two options with numbers, but left out what the second one would have cost.",
            "Saw the trade-off once asked; did not bring it up first.",
        ),
        4: (
            "Stopped a launch on retention data and said what evidence would have made them go on.",
            "Named the constraint, the option they gave up, and why that was the cheaper mistake.",
        ),
        5: (
            "Killed their own feature after a six-week holdout, and changed how the team runs holdouts.",
            "Found that two teams read one metric differently and settled it with a shared definition.",
        ),
    },
    "communication": {
        1: ("Answers ran past five minutes without reaching the question.",),
        2: ("Used three names for one metric and did not notice when asked which one moved.",),
        3: ("Clear on what was done; the why came only with follow-up questions.",),
        4: (
            "Led with the decision, then two reasons and one doubt. Changed level when I asked for detail.",
            "Drew the funnel unprompted and marked where their data ended.",
        ),
        5: ("Explained a failed test so plainly that I could repeat its design afterwards.",),
    },
    "impact": {
        1: ("Could not say whether anything they shipped changed a number.",),
        2: ("Reports launches; the one number given had no baseline.",),
        3: ("Sign-ups rose 4 %, over what period stayed open.",),
        4: (
            "Completion up 3.1 % in a four-week test with the holdout described; scaled to two more markets.",
            "Cut support tickets by a fifth and said which part was seasonal.",
        ),
        5: ("Moved yearly retention by 1.2 points, checked by a second team, and said what did not work.",),
    },
    "curiosity": {
        1: ("Asked nothing, and had no question when invited.",),
        2: ("Would do the same again; saw nothing to learn from the failed launch.",),
        3: ("Asked about our data, not about our members.",),
        4: ("Asked what we had tried before and used the answer in the next step of the exercise.",),
        5: ("Took apart their own first idea, found what it assumed, and proposed the test for it.",),
    },
}
SUMMARIES = (
    "Would like to see them in the next stage.",
    "Solid evidence on most points; one thing to look at again.",
    "Prepared, direct, and open about what they did not know.",
    "Good stories, fewer numbers than I had hoped for.",
)


def demo_evidence(random: Random, competency: str, value: int) -> str:
    """A sentence that fits a value in hundredths."""
    return random.choice(EVIDENCE[competency][value // 100])


def demo_summary(random: Random) -> str:
    return random.choice(SUMMARIES)
