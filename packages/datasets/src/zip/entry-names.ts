/**
 * Names in a zip archive that do not say how they are encoded: programs for Windows write the code page of the
 * country. All names of an archive are looked at together, and the code page in which they are most like text wins.
 */

/** One that names may be written in. */
interface CodePage {
  /** `undefined` when the bytes are no text in it. */
  decode(name: Uint8Array): string | undefined;
  /** Whether a byte above 127 is the first of two. */
  isLead(byte: number): boolean;
  /**
   * How much a character speaks for this code page: a common one about 1 for each of its bytes, a strange one less
   * than 0. Its bytes (`second` is 0 when it has one), and those before and after it.
   */
  points(first: number, second: number, before: number, after: number): number;
}

/** Names that are looked at: enough of them to be sure, few enough to take no time. */
const SAMPLE = 2000;

/**
 * How to read names with bytes above 127.
 *
 * @param names all of an archive's that do not say their encoding
 */
export function guessNames(names: readonly Uint8Array[]): (name: Uint8Array) => string {
  const decode = strictly("utf-8");
  if (names.every((name) => decode(name) !== undefined)) return (name) => decode(name)!;
  const sample = names.slice(0, SAMPLE);
  let [best, most] = [CODE_PAGE_437, scoreOf(CODE_PAGE_437, sample)];
  for (const page of CODE_PAGES) {
    if (!names.every((name) => page.decode(name) !== undefined)) continue;
    const score = scoreOf(page, sample);
    if (score > most) [best, most] = [page, score];
  }
  return (name) => best.decode(name)!;
}

/** The points of all characters above 127. */
function scoreOf({ isLead, points }: CodePage, names: readonly Uint8Array[]): number {
  let score = 0;
  for (const name of names) {
    let before = 0;
    for (let i = 0; i < name.length; i++) {
      const first = name[i]!;
      const second = first >= 0x80 && isLead(first) ? (name[++i] ?? 0) : 0;
      const after = name[i + 1] ?? 0;
      // Two bytes that end in a letter, in a word with letters: rather an accent and a letter.
      const isDoubtful = isLetter(second) && (isLetter(before) || isLetter(after));
      if (first >= 0x80 && !isDoubtful) score += points(first, second, before, after);
      before = second === 0 ? first : 0;
    }
  }
  return score;
}

const isCapital = (byte: number): boolean => within(byte, 0x41, 0x5a);
const isLetter = (byte: number): boolean => isCapital(byte) || within(byte, 0x61, 0x7a);
const within = (byte: number, from: number, to: number): boolean => byte >= from && byte <= to;

function strictly(label: string): CodePage["decode"] {
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  return (name) => {
    try {
      return decoder.decode(name);
    } catch {
      return undefined;
    }
  };
}

/** The upper half of IBM's code page 437, which zip names are in when nothing else is said. */
const UPPER_437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

/** Slightly less than two letters of one byte, which are more seldom there by chance. */
const COMMON = 1.95;

const never = () => false;

/** Western letters, beside other letters. */
const CODE_PAGE_437: CodePage = {
  decode: (name) =>
    Array.from(name, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : UPPER_437[byte - 0x80]!)).join(""),
  isLead: never,
  points: (byte, _second, before, after) => {
    if (!within(byte, 0x80, 0x9a) && !within(byte, 0xa0, 0xa5) && byte !== 0xe1) return -2;
    const isSmall = ![0x80, 0x8e, 0x8f, 0x90, 0x92, 0x99, 0x9a, 0xa5].includes(byte);
    if (isSmall && isCapital(after)) return -1;
    return isLetter(before) || isLetter(after) ? 1.2 : 0;
  },
};

const readKorean = strictly("euc-kr");
const FREQUENT_SYLLABLES =
  "가각간갈감강개거건것게경계고곡공과관교구국군권귀그금급기길김나난날남내너네년노농누는니다단달담당대더던데도독동되된두드든들등디라란람랑래량러레려력련령로론료루류르른를름리린림마만말망매머먼메면명모목무문물미민바반발방배번법변별병보복본부북분불비사산살삼상새색생서석선설성세소속손송수순술스습시식신실심아안알암앙애야약양어언업에여역연열영예오온와왕외요용우운울원월위유육으은을음의이인일임입자작장재저적전절점정제조족종주준중지직진질집차착찬참창채천철청체초촌최추축출치친카코크타탄태터테토통투트특파판편평포표품풍프피하학한할함합항해행향험현형호화환활황회효후히";

const CODE_PAGES: readonly CodePage[] = [
  {
    // Cyrillic, in words of its own, without capitals in the middle.
    decode: strictly("ibm866"),
    isLead: never,
    points: (byte, _second, before, after) => {
      const isSmall = within(byte, 0xa0, 0xaf) || within(byte, 0xe0, 0xf1);
      const isInWord = within(before, 0xa0, 0xaf) || within(before, 0xe0, 0xf1);
      const isRight = isSmall || (within(byte, 0x80, 0x9f) && !isInWord);
      return isRight && !isLetter(before) && !isLetter(after) ? 1 : -2;
    },
  },
  {
    // Kana, then the kanji of level 1; half a katakana is rare.
    decode: strictly("shift_jis"),
    isLead: (byte) => within(byte, 0x81, 0x9f) || byte >= 0xe0,
    points: (first, second) => {
      if (within(first, 0xa1, 0xdf)) return -0.5;
      if ((first === 0x82 && second >= 0x9f) || (first === 0x83 && second <= 0x96)) return 2;
      return within(first, 0x88, 0x97) ? COMMON : within(first, 0x81, 0x82) ? 0.5 : -0.5;
    },
  },
  {
    // The 3,755 hanzi of level 1 in GB 2312, then the others of it.
    decode: strictly("gbk"),
    isLead: (byte) => byte > 0x80,
    points: (first, second) => {
      if (second < 0xa1) return -0.5;
      return within(first, 0xb0, 0xd7) ? COMMON : within(first, 0xd8, 0xf7) ? 0.3 : 0;
    },
  },
  {
    // The 5,401 hanzi of level 1.
    decode: strictly("big5"),
    isLead: (byte) => byte > 0x80,
    points: (first) => (within(first, 0xa4, 0xc6) ? COMMON : within(first, 0xa1, 0xa3) ? 0.2 : -0.5),
  },
  {
    // Where Korean has syllables GBK has hanzi, so that only the frequent syllables speak for Korean.
    decode: readKorean,
    isLead: (byte) => byte > 0x80,
    points: (first, second) => {
      if (!within(first, 0xb0, 0xc8) || second < 0xa1) return -0.3;
      return FREQUENT_SYLLABLES.includes(readKorean(Uint8Array.of(first, second))!) ? 2.1 : 0.8;
    },
  },
];
