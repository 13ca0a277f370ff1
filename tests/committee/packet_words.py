"""What the interviewers of a made-up loop wrote: three scorecards a stage, as people really write them."""

EVIDENCE: dict[str, dict[str, tuple[str, str, str]]] = {
    "recruiter-screen": {
        "judgment": (
            "Chose to retire the weekly digest although it was her own idea. She had 14 months of open "
            "rates falling from 31 to 12 percent, and knew that a quarter of members had no other "
            "reminder. Weighed keeping it for that quarter against two engineers' time and moved them "
            "to a reminder that is asked for.",
            "The decision on regional pricing was hers. She named the evidence she had (a survey of "
            "900, two months of refunds) and what she lacked: any view of people who never signed up. "
            "Rejected a test in one country because its currency was moving too much to read anything.",
            "Told the outage story from the call she made: roll back at 40 percent of traffic without a "
            "known cause, because the error budget for the month was gone. Said unasked that a clean "
            "log from the new region would have reversed it, and that she did not have one for six "
            "hours.",
        ),
        "communication": (
            "Answered what was asked and stopped. I could retell problem, call and result without "
            "notes. When I did not know the term “holdout” in this sense she noticed before I asked and "
            "explained it with the example at hand.",
            "Clear throughout, one steer needed at the start: the first story began with the roadmap, "
            "and I had to ask who had the problem. After that the context came first every time.",
            "Checked how much I knew about subscriptions and cut the story to fit. Named its weak point "
            "herself: the result rests on one quarter. I asked for a second example and it had the same "
            "shape: what she knew, what she did not, and what it cost to wait.",
        ),
        "impact": (
            "Cancellations in the first month went from 9.2 to 7.8 percent over two quarters, against a "
            "holdout of 5 percent of members. Her part was the order of the first three screens; the "
            "price change that came at the same time belonged to another team, and she kept the two "
            "apart.",
            "Names her own part and the number, with baseline and period. Could not say how the survey "
            "behind the satisfaction figure was drawn, and said so. She volunteered where the account "
            "is weakest before I got to it, and did not soften it when I pressed.",
            "Hours lost to manual refunds fell from about 60 to 11 a week, counted from the support "
            "tool before and after. No control, but the rate had been flat for a year before.",
        ),
        "curiosity": (
            "Went looking for members who had left because of the change, found eleven, and called "
            "nine. Two of them were right, and the second version has their exception in it. Nothing in "
            "it depended on a title; two people outside her function could have said no, and one of "
            "them nearly did.",
            "Stopped her own recommendation model after a competitor's paper made her re-run the "
            "offline evaluation with a time split: the gain was a leak. Has asked for a time split in "
            "every review since.",
            "Says what went wrong with the family plan and why. A later decision that she made "
            "differently because of it: the invitation flow was tested with twelve families before a "
            "line was written.",
        ),
    },
    "product-sense": {
        "judgment": (
            "Started from a member who gives up a search after the third try, not from minutes watched. "
            "Set the problem of thin catalogues aside by name, because search logs cannot tell it from "
            "bad ranking. Stated that a faster launch would mean showing guesses as facts, and would "
            "not pay that price.",
            "Picks one of two named problems, states people and data as constraints, and sets the harm "
            "to trust at which the work stops: more than one wrong suggestion in fifty, whatever the "
            "click rate says. When I took away half of the data she re-planned within a minute and told "
            "me what she no longer knew.",
            "Starts from the member and chooses well. The cost of innovation speed came up only for the "
            "first version, not for the later ones where it matters more; still, it came up unasked.",
        ),
        "communication": (
            "All four parts in fourteen minutes, one page. The hypothesis is one sentence with member, "
            "change and effect. I could restate the plan to the next interviewer without opening it. I "
            "would have liked one more minute on how the people affected were told, but that is my "
            "clock and not her answer.",
            "Four parts covered and readable. I asked once what “resolved search” meant; the answer was "
            "exact. When I put the opposite case she took it seriously, found what was right in it, and "
            "kept her position for a stated reason.",
            "The experiment plan is two lines, and I had to ask what the second arm was. Everything "
            "else could be restated, but a reviewer without the candidate in the room would have "
            "guessed here.",
        ),
        "impact": (
            "Success is a search that ends in something finished within two days; read from search logs "
            "joined with viewing completion; 1.5 points is the size that counts, taken from a lift of "
            "1.9 measured in an autocomplete test two years earlier and tied to the hypothesis; support "
            "contacts must not rise.",
            "Named clicks on the first row as the metric and stayed with it until the second question. "
            "A member can click more and find less. The guardrail (complaints) was there, the size of "
            "change was not.",
            "Names a metric of the member's outcome, its source, the size and what must not fall. The "
            "size is a round number that she could not derive; she said that it was a guess and how she "
            "would replace it.",
        ),
        "curiosity": (
            "Names the unknown (do people who type a title want that title?) and a test of 400 searches "
            "by hand that can run tomorrow. Drops the hypothesis under 60 percent. The numbers matched "
            "the page she had brought, and she corrected me once when I misread a period as a quarter.",
            "Unknown, test and stopping result are all there. When the metric went up and the words got "
            "worse, she offered two explanations and said what would tell them apart. Asked what she "
            "would do differently now, she named one step and the date on which she had changed it.",
            "Offers a rival explanation from interviews she had done elsewhere: people search for what "
            "they have already decided not to watch, to be sure. The early test would separate the two. "
            "I have not heard this from anyone else in this exercise.",
        ),
    },
    "leadership": {
        "judgment": (
            "Brought the memo: one page, dated nine days before the meeting, four parts, three options "
            "with cost, and a paragraph headed “Against this”. It states that a fall of two points in "
            "completion among new members would have reversed the recommendation.",
            "The memo is hers and was circulated. The deciding trade-off (support load against a "
            "month's delay) is in it. She quoted the line from memory and it was the line on the page.",
            "Problem, data and recommendation are on the page; the options are two, and one of them is "
            "plainly there to lose. The trade-off is stated in the talk rather than in the memo. "
            "Circulated beforehand.",
        ),
        "communication": (
            "Told the sales director's case so well that I took it for hers at first: renewals are "
            "signed in November, and a change in October costs him his year. Raised it seven weeks "
            "before and agreed in writing what would count as success for both.",
            "Sought out the support lead, who stood to lose most, before the memo went round, and "
            "changed the order of the rollout on her account. Success criteria signed by three "
            "functions. I asked for a second example and it had the same shape: what she knew, what she "
            "did not, and what it cost to wait.",
            "Says what the director wanted and why, raised it early. The success criteria were hers "
            "alone until the second meeting, as she says herself. She volunteered where the account is "
            "weakest before I got to it, and did not soften it when I pressed.",
        ),
        "impact": (
            "Her call moved the launch by five weeks. Renewals were 94.1 percent against the 93 agreed "
            "beforehand; contacts per member fell by a fifth. Owns the missed goal as well: adoption "
            "stayed 6 points short.",
            "The review template is in use in two other teams.",
            "",
        ),
        "curiosity": (
            "Could not name anything that the director had seen and she had not. Twice I asked; twice "
            "the answer was about how she brought him round. This is the one story of the day in which "
            "she was simply right.",
            "Read forty renewal calls herself because the numbers agreed with her too quickly. Found "
            "that the complaint was about notice and not about the change, and rewrote the plan. "
            "Nothing in it depended on a title; two people outside her function could have said no, and "
            "one of them nearly did.",
            "Gathered evidence against her view in numbers and from people, and names the step that was "
            "wrong: she had taken silence from the regions for consent. I would have liked one more "
            "minute on how the people affected were told, but that is my clock and not her answer.",
        ),
    },
    "bar-raiser": {
        "judgment": (
            "Critique of the search ordered by what people finish. Argued from the five percent in the "
            "text: the people harmed are those who know what they want, and they are the ones who leave "
            "quietly. Proposed two orders split by query type, put its cost at a quarter, and named the "
            "assumption it turns on.",
            "Weighs what the decision gained against what it gave up, from the text. Proposes a path "
            "with benefit and cost. On the fact I added (most exact titles came from voice) she moved "
            "the split, and said why.",
            "Better than the best person now doing this job in one thing exactly: she states what would "
            "reverse her before anyone asks, and the reversal is always something one could go and look "
            "at.",
        ),
        "communication": (
            "Position and reason in the first two sentences. Answered each challenge on its point, and "
            "told me which part she conceded. When I put the opposite case she took it seriously, found "
            "what was right in it, and kept her position for a stated reason.",
            "Put the case for the original decision in words that its makers would accept; I was one of "
            "them. The numbers matched the page she had brought, and she corrected me once when I "
            "misread a period as a quarter.",
            "Clear and unhurried. Asked to repeat the critique in one minute, and the minute held the "
            "trade-off. Asked what she would do differently now, she named one step and the date on "
            "which she had changed it.",
        ),
        "impact": (
            "Chose the cancellation result. Number, baseline and part are those recorded in the screen. "
            "The holdout answers what would have happened without her; it was still there a year later. "
            "I asked for a second example and it had the same shape: what she knew, what she did not, "
            "and what it cost to wait.",
            "The refund figure holds on questioning, with an earlier rate flat for a year as the "
            "comparison. She searched for harm (members refunded who should not have been) and found "
            "0.4 percent.",
            "Result and part hold. What would have happened otherwise is backed by an earlier rate and "
            "not by a test, which she says without being asked. She volunteered where the account is "
            "weakest before I got to it, and did not soften it when I pressed.",
        ),
        "curiosity": (
            "Disagrees with the substance, says what she does not know about the decision (who typed, "
            "who spoke), and which log would settle it. The new fact changed her view and she named the "
            "part.",
            "Names the experiment that would settle it, and one that would not although it looks as if "
            "it would. Nothing in it depended on a title; two people outside her function could have "
            "said no, and one of them nearly did.",
            "Asked about the leadership story: this time she named what the director had seen first "
            "(notice, not change), and that she had left it out because it was found by the support "
            "lead and not by her.",
        ),
    },
}

SUMMARIES = (
    "Moves forward with confidence. The strongest part is that every number came with what it cannot show.",
    "Forward. Ask later about the one story without a disagreement in it.",
    "Forward, with one doubt: depth on the experiment plan when time is short.",
)
