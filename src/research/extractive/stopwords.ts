/** Words that say nothing about a subject: function words, contractions and the fillers of chat. All lower case. */
export const stopWords: ReadonlySet<string> = new Set(
  `a about above after again against ago all also although always am among an and another any anybody anyone anything
are aren't around as at away be because been before being below between both but by came can can't cannot come could
couldn't did didn't do does doesn't doing don't done down during each either else etc even ever every few for from
further get gets getting go goes going gone got had hadn't has hasn't have haven't having he he'd he'll her here hers
herself him himself his how however i i'd i'll i'm i've if in into is isn't it it'd it'll its itself just let let's
like made make makes making many may maybe me might mine more most much must my myself neither no nor not now of off
often on once one only onto or other others ought our ours ourselves out over own per perhaps quite rather really same
say says seem seems shall shan't she she'd she'll should shouldn't since so some somebody someone something somewhat
still such take than that that'd that'll the their theirs them themselves then there therefore these they they'd
they'll they're they've thing things this those though through thus to too toward towards under until up upon us use
used very via was wasn't way we we'd we'll we're we've well were weren't what whatever when where whether which while
who whom whose why will with within without won't would wouldn't yet you you'd you'll you're you've your yours
yourself yourselves dont cant wont didnt doesnt isnt im ive id ill thats whats lets theres youre theyre
yeah yep yes nope ok okay uh um uhm hmm mm mhm hm huh er ah oh hi hello hey thanks thank please pls thx cheers lol
sorry actually basically right sort kind bit lot gonna wanna gotta re cc fyi btw imo imho`.split(
    /\s+/,
  ),
);

/** Words of the request itself (`summarize`, `thread`, `meeting`…): they name the task, not what it is about. */
export const taskWords: ReadonlySet<string> = new Set(
  `summarize summarise summary summaries summarizing summarising recap tldr digest overview brief briefly briefing
describe explain discuss discussed discussion discussions talk talked conversation thread threads channel channels
message messages meeting meetings opinion opinions think thought thoughts view views find found look research
researching investigate check tell give show list write draft compose prepare create legwork document documents doc
docs file files page pages link links article articles attached attachment report question questions answer answers
point points detail details information info know need want learn understand people team everyone said mention
mentioned main key important happened happen happening read reading search text below above following`.split(
    /\s+/,
  ),
);
