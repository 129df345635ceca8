/**
 * Splits text into sentences that, put together again, are the text. Unicode's rules know no abbreviations, so a piece
 * is put back to the one before it where that one ends in a title, an initial or the like.
 */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let last = "";
  for (const { segment } of new Intl.Segmenter("en", { granularity: "sentence" }).segment(text)) {
    if (last !== "" && endsInAbbreviation.test(last.slice(-40))) {
      last += segment;
    } else {
      if (last !== "") sentences.push(last);
      last = segment;
    }
  }
  return last === "" ? sentences : [...sentences, last];
}

const endsInAbbreviation =
  /(?:^|[\s("'])(?:(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|etc|cf|al|ca|approx|Fig|Figs|Eq|Sec|Ch|No|Nos|Vol|pp?|ed|eds|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.|(?:[A-Za-z]\.)+|\d{1,3}[.)])\s*$/;
