// @ts-check
// The search. It reads the index of the page's language (made by hooks/overdue/published/search.py), ranks the pages for what was
// typed, and shows them in a dialog. Nothing that is typed leaves the page. Loaded by overdue.js when someone reaches
// for it; the index is loaded on the first keystroke.
"use strict";
(() => {
  /**
   * @typedef {{lang: string, places: string[], rows: string, doors: string[], kinds: string[][], sections: string[][], topics: string[][],
   *   stages: [string, number | null, number | null][], words: Record<string, string>, han: [string, string],
   *   reads: string, products: string, pinyin: string, stop: string, despair: string, calm: string, late: string, codes: string}} Data
   * @typedef {{kind: number, id: string, title: string, also: string, answer: string, sections: number[],
   *   topic: number, path: string, prior: number}} Doc
   * @typedef {{doc: Doc, score: number, section: number, also: string}} Hit
   * @typedef {{hits: Hit[], near: Doc[], crisis: boolean, marks: Set<string>}} Answer
   * @typedef {{weight: number, terms: [string, number][], single?: boolean}} Wanted
   */

  // --- What a text is made of -------------------------------------------------------------------------------------

  /** @param {string} lines @returns {[string, string][]} pairs of variant and word from `word=variant|variant` a line */
  const pairs = (lines) =>
    lines.split("\n").filter(Boolean).flatMap((line) => {
      const [word, variants] = line.split("=");
      return variants.split("|").map((variant) => /** @type {[string, string]} */ ([variant, word]));
    });

  /**
   * What reads each variant as its word, the longest first. A loop: one pattern of a thousand words takes a phone longer.
   * @param {[string, string][]} list @returns {(text: string) => string}
   */
  const reader = (list) => {
    /** @type {Map<string, [string, string][]>} by the first two characters, or the only one */
    const starts = new Map();
    /** For each character whether it is the only one of a variant (4), the first (1), the second (2): most are none. */
    const place = new Uint8Array(0x10000);
    for (const [variant, word] of [...list].sort((a, b) => b[0].length - a[0].length)) {
      const first = variant.slice(0, 2);
      place[variant.charCodeAt(0)] |= variant.length > 1 ? 1 : 4;
      if (variant.length > 1) place[variant.charCodeAt(1)] |= 2;
      if (!starts.has(first)) starts.set(first, []);
      starts.get(first)?.push([variant, scriptOf(word.charCodeAt(0)) === 1 ? ` ${word} ` : word]);
    }
    const at = (/** @type {string} */ text, /** @type {number} */ i, /** @type {number} */ size) =>
      starts.get(text.slice(i, i + size))?.find(([variant]) => text.startsWith(variant, i) && !inside(text, i + variant.length));
    return (text) => {
      let out = "";
      let from = 0;
      for (let i = 0; i < text.length; i++) {
        const here = place[text.charCodeAt(i)];
        if (!(here & 5) || inside(text, i)) continue;
        const long = here & 1 && place[text.charCodeAt(i + 1)] & 2 ? at(text, i, 2) : undefined;
        const found = long ?? (here & 4 ? at(text, i, 1) : undefined);
        if (!found) continue;
        out += text.slice(from, i) + found[1];
        from = i + found[0].length;
        i = from - 1;
      }
      return out + text.slice(from);
    };
  };

  /** @param {number} code @returns {0 | 1 | 2 | 3} 0 nothing, 1 a letter, 2 a digit, 3 a Chinese character */
  const scriptOf = (code) => {
    if (code >= 0x3400 && code <= 0x9fff) return 3;
    if (code >= 97 && code <= 122) return 1;
    return code >= 48 && code <= 57 ? 2 : 0;
  };

  /** @param {string} text @param {number} at @returns {boolean} whether a Latin word or number goes on across a place */
  const inside = (text, at) => {
    const before = scriptOf(text.charCodeAt(at - 1));
    const after = scriptOf(text.charCodeAt(at));
    return before > 0 && before < 3 && after > 0 && after < 3;
  };

  const NUMERALS = "零一二三四五六七八九";
  /** @type {Record<string, number>} */
  const POWERS = { 十: 10, 百: 100, 千: 1000 };

  /** @param {string} c @returns {number} */
  const digit = (c) => (c === "两" || c === "俩" ? 2 : c === "〇" ? 0 : NUMERALS.indexOf(c));

  /** @param {string} text @returns {string} a Chinese numeral in Arabic digits: 九十 → 90, 七一四 → 714, 两三 → 3 */
  const numeral = (text) => {
    if (!/[十百千]/.test(text)) {
      const digits = [...text].map(digit);
      if (digits.length === 2 && digits[1] === digits[0] + 1) return String(digits[1]);
      return digits.join("");
    }
    if (/^[百千]/.test(text)) return text;
    let sum = 0;
    let current = 0;
    let power = 1;
    for (const c of text) {
      if (c in POWERS) {
        power = POWERS[c];
        sum += (current || 1) * power;
        current = 0;
      } else {
        current = digit(c);
        if (current === 0) power = 1;
      }
    }
    return String(sum + current * (power > 10 ? power / 10 : 1));
  };

  const TENS = ["", "", "twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"];
  const ONES = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

  /** @param {string} _ @param {string} ten @param {string} one @returns {string} thirty-six → 36 */
  const tens = (_, ten, one) => `${TENS.indexOf(ten)}${ONES.indexOf(one)}`;
  const COMPOUND = /\b(twen|thir|for|fif|six|seven|eigh|nine)ty[ -](one|two|three|four|five|six|seven|eight|nine)\b/g;

  /** @param {string} text English @returns {string} with "thirty-six per cent" as 36% */
  const spelled = (text) => (/ty[ -]|per ?cent/.test(text) ? text.replace(COMPOUND, tens).replace(/(\d) ?per ?cent\b/g, "$1%") : text);

  /** @param {string} text English @returns {string} with the hours of a day as its lists have them: 10:30 p.m. → 10pm */
  const hours = (text) => text.replace(/\b(\d\d?)(?::\d\d)? ?([ap])\.?m\b\.?/g, "$1$2m");

  /** @param {string} text @returns {string} with every number and period in one form */
  const numbers = (text) =>
    text
      .replace(/(\d),(?=\d{3})/g, "$1")
      .replace(/[零〇一二两俩三四五六七八九十百千]+/g, numeral)
      .replace(/半年/g, "6月")
      .replace(/半个月/g, "15天")
      .replace(/百分之(\d+(?:\.\d+)?)/g, "$1%")
      .replace(/(\d)日/g, "$1天")
      .replace(/(^|\D)(?:[3-9]|\d\d)年前/g, "$1多年前")
      // A word that is split by how long: 停10天催 is 停催.
      .replace(/([停缓晚])(\d+[天月]|几天)([催还])/g, "$1$3 $2")
      .replace(/个月/g, "月")
      .replace(/(\d)个?(?:星期|礼拜)/g, "$1周")
      .replace(/(\d)(?:块钱|元)/g, "$1块")
      .replace(/(\d)0000(?!\d)/g, "$1万");

  /** @type {Map<string, string>} */
  const stems = new Map();

  /** @param {string} word @returns {string} an English word without its ending */
  const stem = (word) => {
    if (word.length < 4) return word;
    const known = stems.get(word);
    if (known !== undefined) return known;
    const root = word
      .replace(/ies$/, "y")
      .replace(/(ss|sh|ch|x|z)es$/, "$1")
      .replace(/([^su])s$/, "$1")
      .replace(/^(.{3,})(?:ing|ed)$/, (_, root) => root.replace(/([^aeiouls])\1$/, "$1"))
      .replace(/isation$/, "ization")
      .replace(/^(.{3,}[^aeiou])our$/, "$1or")
      .replace(/^(.{4,})(?:ment|ly)$/, "$1")
      .replace(/^(.{3,})e$/, "$1");
    stems.set(word, root);
    return root;
  };

  /** @param {string} text @param {number} i @returns {number} where a number ends: 36%, 1.75 */
  const number = (text, i) => {
    while (scriptOf(text.charCodeAt(i)) === 2) i++;
    if (text[i] === "." && scriptOf(text.charCodeAt(i + 1)) === 2) i = number(text, i + 1);
    return text[i] === "%" ? i + 1 : i;
  };

  /** @param {string} term @returns {boolean} whether it is two Chinese characters */
  const isPair = (term) => term.length === 2 && scriptOf(term.charCodeAt(0)) === 3 && scriptOf(term.charCodeAt(1)) === 3;

  /**
   * The terms of a folded text: each Latin word and number, and each pair of neighbours of which one is Chinese.
   * Chinese is written without spaces: pairs of characters find its words without a dictionary.
   * @param {string} text @param {Set<string>} stop @param {Map<string, string>} same
   * @param {(term: string) => void} add @returns {void}
   */
  const terms = (text, stop, same, add) => {
    let before = "";
    let wide = false;
    let end = -1;
    for (let i = 0; i < text.length; ) {
      const kind = scriptOf(text.charCodeAt(i));
      const start = i++;
      if (kind === 0) continue;
      if (kind === 1) while (scriptOf(text.charCodeAt(i)) % 3) i++;
      if (kind === 2) i = number(text, i);
      const raw = text.slice(start, i);
      if (kind === 1 && stop.has(raw)) continue;
      const root = kind === 1 ? stem(raw) : raw;
      const unit = same.get(root) ?? root;
      if (kind === 1 || (kind === 2 && (unit.length > 1 || !wide))) add(unit);
      if (before && end === start && (wide || kind === 3)) add(before + unit);
      before = unit;
      wide = kind === 3;
      end = i;
    }
  };

  // --- Sounds: slips that sound the same, and pinyin ----------------------------------------------------------------

  // The 3,755 common characters of GB 2312 stand in the order of their pinyin, so the syllables need only be counted.
  const SYLLABLES =
    "a2ai13an9ang3ao9ba18bai8ban15bang12bao17bei15ben4beng6bi24bian12biao4bie4bin6bing9bo19bu11ca1cai11can7cang5cao" +
    "5ce5ceng2cha11chai3chan10chang13chao9che6chen10cheng15chi16chong5chou12chu16chuai1chuan7chuang6chui5chun7chuo2" +
    "ci12cong6cou1cu4cuan3cui8cun3cuo6da6dai12dan15dang5dao12de3deng7di19dian16diao9die7ding9diu1dong10dou8du14duan" +
    "6dui4dun9duo12e13en1er8fa8fan17fang11fei12fen15feng15fo1fou1fu45ga2gai6gan11gang9gao10ge17gei1gen2geng7gong15g" +
    "ou9gu18gua6guai3guan11guang3gui16gun3guo6ha1hai7han19hang3hao9he18hei2hen4heng5hong9hou7hu18hua9huai5huan14hua" +
    "ng14hui21hun6huo10ji53jia17jian40jiang13jiao28jie27jin20jing25jiong2jiu17ju25juan7jue10jun11ka4kai5kan6kang7ka" +
    "o4ke15ken4keng2kong4kou4ku7kua5kuai4kuan2kuang8kui11kun4kuo4la7lai3lan15lang7lao9le2lei11leng3li34lia1lian14li" +
    "ang11liao13lie5lin12ling14liu11long9lou6lu34luan8lun7luo12ma9mai6man9mang6mao12me1mei16men3meng8mi14mian9miao8" +
    "mie2min6ming6miu1mo17mou3mu15na7nai5nan3nang1nao5ne1nei2nen1neng1ni11nian7niang2niao2nie7nin1ning6niu4nong4nu4" +
    "nuan3nuo4o1ou7pa6pai6pan8pang5pao7pei9pen2peng14pi17pian4piao4pie2pin5ping9po9pu15qi36qia3qian22qiang8qiao15qi" +
    "e5qin11qing13qiong2qiu8qu13quan11que8qun2ran4rang5rao3re2ren10reng2ri1rong10rou3ru10ruan2rui3run2ruo2sa3sai4sa" +
    "n4sang3sao4se3sen1seng1sha9shai2shan16shang8shao11she12shen16sheng11shi47shou10shu33shua2shuai4shuan2shuang3sh" +
    "ui4shun4shuo4si16song8sou4su12suan3sui11sun3suo8ta9tai9tan18tang13tao11te1teng4ti15tian8tiao5tie3ting10tong13t" +
    "ou4tu11tuan2tui6tun3tuo11wa7wai2wan17wang10wei33wen10weng3wo9wu29xi35xia13xian26xiang20xiao18xie21xin10xing15x" +
    "iong7xiu9xu19xuan10xue6xun14ya16yan33yang17yao15ye15yi53yin16ying18yo1yong15you20yu45yuan20yue10yun12za3zai7za" +
    "n4zang3zao14ze4zei1zen1zeng4zha14zhai6zhan17zhang15zhao10zhe10zhen16zheng15zhi43zhong11zhou14zhu26zhua2zhuai1z" +
    "huan6zhuang7zhui6zhun2zhuo11zi15zong7zou4zu8zuan2zui4zun2zuo8";
  /** Characters that are also read another way. @type {Record<string, string>} */
  const ALSO_READ = { 还: "hai", 行: "hang", 调: "tiao", 长: "zhang", 重: "chong", 什: "shen", 着: "zhe", 厦: "sha", 率: "shuai" };

  /** @param {string} sound @returns {string} a syllable as careless ears and keyboards have it */
  const loose = (sound) => sound.replace(/^([zcs])h/, "$1").replace(/ng$/, "n").replace(/v/, "u");

  /** @returns {string} the 3,755 common characters of GB 2312 in its order */
  const common = () => {
    const bytes = Uint8Array.from({ length: 3755 * 2 }, (_, i) => (i % 2 ? 0xa1 + ((i >> 1) % 94) : 0xb0 + Math.floor((i >> 1) / 94)));
    return new TextDecoder("gbk").decode(bytes);
  };

  /** @param {string} table a bit for each common character: whether it is used; signs and what they stand for @returns {Uint16Array} what each code stands for */
  const decoder = (table) => {
    const codes = Uint16Array.from({ length: 0x800 }, (_, code) => code);
    const [used, often] = table.split(" ");
    for (let i = 0, size = often.length / 2; i < size; i++) codes[often.charCodeAt(i)] = often.charCodeAt(size + i);
    const bits = atob(used);
    let next = 0x100;
    [...common()].forEach((c, i) => {
      if ((bits.charCodeAt(i >> 3) >> (7 - (i & 7))) & 1) codes[next++] = c.charCodeAt(0);
    });
    return codes;
  };

  /**
   * The index writes a common Chinese character as a code of two bytes instead of three.
   * @template T
   * @param {T} value @param {Uint16Array} codes @returns {T} with every string inside it in plain characters
   */
  const decoded = (value, codes) => /** @type {T} */ (plainly(value, codes));

  /** @param {unknown} value @param {Uint16Array} codes @returns {unknown} */
  const plainly = (value, codes) => {
    if (typeof value === "string") {
      const units = new Uint16Array(value.length);
      for (let i = 0; i < value.length; i++) {
        const code = value.charCodeAt(i);
        units[i] = code < 0x800 ? codes[code] : code;
      }
      return new TextDecoder("utf-16le").decode(units);
    }
    if (Array.isArray(value)) return value.map((each) => plainly(each, codes));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainly(each, codes)]));
  };

  /** @returns {Map<string, string[]>} the loose syllables of each character */
  const sounds = () => {
    const characters = [...common()];
    /** @type {Map<string, string[]>} */
    const found = new Map();
    let place = 0;
    for (const [, sound, count] of SYLLABLES.matchAll(/([a-z]+)(\d+)/g)) {
      for (let n = 0; n < Number(count); n++) found.set(characters[place++], [loose(sound)]);
    }
    for (const [c, sound] of Object.entries(ALSO_READ)) found.get(c)?.push(loose(sound));
    return found;
  };

  /** @param {string} text @param {Set<string>} known @returns {string[] | null} the text as syllables, the fewest that fit */
  const syllables = (text, known) => {
    /** @type {(string[] | null)[]} */
    const best = [[]];
    for (let end = 1; end <= text.length; end++) {
      best[end] = null;
      for (let start = Math.max(0, end - 6); start < end; start++) {
        const head = best[start];
        const part = text.slice(start, end);
        const now = best[end];
        if (head && known.has(part) && (!now || head.length + 1 < now.length)) best[end] = [...head, part];
      }
    }
    return best[text.length] ?? null;
  };

  /** @param {string} a @param {string} b @returns {boolean} whether one slip of the finger makes one of the other */
  const near = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    if (a.length === b.length) {
      const swapped = a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
      return swapped || a.slice(i + 1) === b.slice(i + 1);
    }
    return a.length > b.length ? a.slice(i + 1) === b.slice(i) : a.slice(i) === b.slice(i + 1);
  };

  /** @param {string} a @param {string} b @returns {boolean} whether two slips make one of the other: letters missing, added, wrong */
  const alike = (a, b) => {
    if (a[0] !== b[0] || Math.abs(a.length - b.length) > 2) return false;
    let above = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      }
      above = row;
    }
    return above[b.length] <= 2;
  };

  /**
   * How much of a known word one that is not known may stand for: a slip or two, an ending, or one that is being typed.
   * @param {string} term @param {string} known @param {boolean} last whether it is still being typed @returns {number}
   */
  const likeness = (term, known, last) => {
    if (term.length >= 4 && known.length >= 4 && near(term, known)) return 0.85;
    if (last && known.startsWith(term)) return 0.6;
    if (term.length >= 7 && known.length >= 6 && alike(term, known)) return 0.7;
    return known.length >= 5 && shared(term, known) >= Math.max(5, 0.7 * Math.max(term.length, known.length)) ? 0.55 : 0;
  };

  /** @param {string} a @param {string} b @returns {number} how many letters two words begin with alike */
  const shared = (a, b) => {
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    return i;
  };

  // --- The engine -------------------------------------------------------------------------------------------------

  const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const HELPLINE = "12356";
  const TITLE = 0;
  const ALSO = 1;
  const ANSWER = 2;
  /** How much a term counts by where it stands. */
  const FIELD = [1, 0.85, 0.35];
  /** How much two characters that merely touch count, against a word; and how often they must meet to be one. */
  const LOOSE = 0.3;
  const COHESION = 2.6;
  /** How much more a word counts that others are read as: such words were chosen because they tell pages apart; so do hotlines. */
  const KEY = 1.9;
  /** How much a small number counts: it stands for days, months and sums alike. */
  const NUMBER = 0.5;
  /** How much more a page counts whose topic holds the most that was asked for, and how many of a topic's pages say so. */
  const TOGETHER = 0.1;
  const WITNESSES = 5;
  /** A word on one page only may stand there by chance: it tells hardly more than one on three. */
  const CHANCE = 2;
  /** How much a word counts that no page holds. */
  const UNKNOWN = 0.8;
  /** At most how much less each pair of a long sentence counts: in a story, short asides would drown what it is about. */
  const SENTENCE = 1.75;
  /** How much a single character counts, how rare it has to be, and of how many their sum is not reduced yet. */
  const SINGLE = 0.45;
  const TELLING = 2;
  const SINGLES = 6;
  /** How many words are enough to know a page by: a story may hold many more that no page holds. */
  const ENOUGH = 6;
  /** In how many words a word that is not known is likely a slip; in a story it is another word. */
  const TYPED = 4;
  /** From how many days on a debt is a matter of limitation, no longer of a stage. */
  const LIMITATION = 3 * 365;
  /** How much it adds to a stage that the days of a query lie in it. */
  const STAGE = 7;
  /** How much it adds that a term stands elsewhere too. */
  const AGAIN = [0.15, 0.15, 0.03];
  /** How much a likeness to the whole title, or to one thing that people type, counts. */
  const LIKE = [0.85, 0.77];
  /** Pages that answer come before pages that explain. @type {Record<string, number>} */
  const PRIOR = {
    answers: 1, stages: 0.95, practices: 0.96, consequences: 0.96, remedies: 0.94, rights: 0.88, letters: 0.88,
    channels: 0.92, lenders: 0.92, terms: 0.88, factchecks: 0.82, sources: 0.55,
  };

  /** @param {string} title @returns {string[]} the title and, of several, each of its parts: "what: how (其他)" */
  const clauses = (title) => {
    const parts = title.split(/[，。：；？！（）()“”]|[,:;?!] ?/).map((part) => part.trim()).filter((part) => part.length > 1);
    return parts.length > 1 ? [title, ...parts] : [title];
  };

  /** @param {number} fields a bit for each @returns {number} what a term found in these fields is worth */
  const worth = (fields) => {
    const main = fields & 1 ? TITLE : fields & 2 ? ALSO : ANSWER;
    let value = FIELD[main] - AGAIN[main];
    for (const each of [TITLE, ALSO, ANSWER]) if (fields & (1 << each)) value += AGAIN[each];
    return value;
  };

  /** Finds pages. */
  class Engine {
    /** @param {Data} data */
    constructor(data) {
      this.data = data;
      const places = data.places.map((column) => column.split("\n"));
      /** @type {Doc[]} */
      this.docs = data.rows.split("\n").map((row, number) => this.doc([...places.map((column) => column[number]), ...row.split("\t")]));
      const reads = pairs(data.reads);
      // An ending hides a word from its list ("husbands"), so English words are looked up by their stems, and only what
      // is more than a word is looked for in the text.
      const words = data.lang === "en" ? reads.filter(([variant]) => /^[a-z]+$/.test(variant)) : [];
      this.same = new Map(words.map(([variant, word]) => [stem(variant), stem(word)]));
      /** @type {Map<string, string[]>} the other way round */
      this.variants = new Map();
      for (const [variant, word] of this.same) this.variants.set(word, [...(this.variants.get(word) ?? []), variant]);
      this.reads = reader(reads.filter((pair) => !words.includes(pair)));
      this.stop = new Set(data.lang === "en" ? data.stop.split("|") : []);
      this.products = pairs(data.products);
      this.keys = new Set(reads.map(([, word]) => word).filter((word) => word.length === 2));
      this.pinyin = new Map(pairs(data.pinyin).map(([pinyin, word]) => [pinyin, word]));
      const list = (/** @type {string} */ text) => text.split("|").filter(Boolean);
      this.despair = list(data.despair).map((phrase) => (/^[a-z]/.test(phrase) ? phrase.replace(/'/g, "").split(/[ -]/) : phrase));
      this.calm = list(data.calm).map((phrase) => phrase.replace(/'/g, ""));
      this.han = new Map([...data.han[0]].map((c, i) => [c, [...data.han[1]][i]]));
      /** Every entry, folded, a line each; and where each begins, its page, its field, and how many terms it has. */
      this.text = "";
      /** @type {number[]} */ this.starts = [];
      /** @type {number[]} */ this.entryDoc = [];
      /** @type {number[]} */ this.entryField = [];
      /** @type {number[]} */ this.lengths = [];
      /** @type {Map<number, string>} what people type, as it is written, by its entry */
      this.typed = new Map();
      /** @type {Map<string, number[]>} the entries that hold a term, of the terms asked for so far */
      this.holders = new Map();
      /** @type {Map<string, number>} */ this.rarities = new Map();
      /** @type {Map<string, number>} every term, with how many entries hold it; empty until `learn` is through */
      this.vocabulary = new Map();
      /** @type {string[]} */ this.spelled = [];
      /** @type {Map<string, [string, number][]>} what each word that is not known was taken for; a space: still being typed */
      this.guessed = new Map();
      /** @type {Map<string, number>} */ this.begins = new Map();
      /** @type {Map<string, number>} */ this.ends = new Map();
      /** @type {Map<string, string[]>} */ this.sounds = new Map();
      /** @type {Map<string, string[]>} */ this.bySound = new Map();
      /** @type {Set<string> | null} */ this.syllables = null;
      this.readNames();
    }

    /** @param {string[]} cells @returns {Doc} */
    doc([kind, id, sections, topic, title, also, answer]) {
      const number = kind === "" ? -1 : DIGITS.indexOf(kind);
      const folder = number < 0 ? "" : `${this.data.kinds[number][0]}/`;
      const prior = (number < 0 && !answer) || id === "index" ? 0.6 : PRIOR[folder.slice(0, -1)] ?? 0.9;
      const list = [...sections].map((c) => DIGITS.indexOf(c));
      return { kind: number, id, title, also, answer, sections: list, topic: topic ? DIGITS.indexOf(topic) : -1, path: `${folder}${id}.html`, prior };
    }

    /** Read the titles of the pages and what people type for them: enough to show a first result. @returns {void} */
    readNames() {
      this.read(this.docs.flatMap((doc, number) => [
        ...clauses(doc.title).map((text) => ({ text, number, field: TITLE })),
        ...doc.also.split("|").filter(Boolean).map((text) => ({ text, number, field: ALSO })),
      ]));
    }

    /**
     * What can wait until the first result is shown, in small steps: the short answers, which only add; and every term,
     * to see what a word that no page holds may stand for.
     * @returns {Generator<void>}
     */
    *learn() {
      this.read(this.docs.flatMap(({ answer }, number) => (answer ? [{ text: answer, number, field: ANSWER }] : [])));
      yield;
      /** @type {Map<string, number>} */
      const vocabulary = new Map();
      for (let entry = 0; entry < this.starts.length; entry++) {
        /** @type {Set<string>} */
        const seen = new Set();
        this.terms(this.entry(entry), (term) => seen.add(term));
        for (const term of seen) vocabulary.set(term, (vocabulary.get(term) ?? 0) + 1);
        if (entry % 20 === 0) yield;
      }
      this.vocabulary = vocabulary;
      this.rarities.clear();
      if (this.data.lang !== "zh") return;
      this.sounds = sounds();
      let count = 0;
      for (const [term, size] of vocabulary) {
        if (isPair(term)) this.hear(term, size);
        if (count++ % 100 === 0) yield;
      }
    }

    /** @param {string} term a pair of Chinese characters @param {number} size @returns {void} */
    hear(term, size) {
      this.begins.set(term[0], (this.begins.get(term[0]) ?? 0) + size);
      this.ends.set(term[1], (this.ends.get(term[1]) ?? 0) + size);
      this.rarities.clear();
      if (size < 3) return;
      for (const first of this.sounds.get(term[0]) ?? []) {
        for (const second of this.sounds.get(term[1]) ?? []) {
          const key = `${first} ${second}`;
          this.bySound.set(key, [...(this.bySound.get(key) ?? []), term]);
        }
      }
    }

    /** @param {string} term @returns {number} whether a pair is a word (1) or two that happen to touch (towards 0) */
    cohesion(term) {
      const first = this.begins.get(term[0]);
      const second = this.ends.get(term[1]);
      if (!isPair(term) || !first || !second) return 1;
      return Math.min(1, ((this.vocabulary.get(term) ?? 0) / Math.sqrt(first * second)) * COHESION);
    }

    /** @param {{text: string, number: number, field: number}[]} entries @returns {void} */
    read(entries) {
      let at = this.text.length;
      this.text += `${this.fold(entries.map(({ text }) => text).join("\n"))}\n`;
      for (const { text, number, field } of entries) {
        if (field === ALSO) this.typed.set(this.starts.length, text);
        this.starts.push(at);
        this.entryDoc.push(number);
        this.entryField.push(field);
        at = this.text.indexOf("\n", at) + 1;
      }
      this.holders.clear();
      this.rarities.clear();
    }

    /** @param {number} entry @returns {string} its folded text */
    entry(entry) {
      return this.text.slice(this.starts[entry], this.text.indexOf("\n", this.starts[entry]));
    }

    /** @param {number} entry @returns {number} how many terms it has */
    size(entry) {
      if (this.lengths[entry] === undefined) {
        let count = 0;
        this.terms(this.entry(entry), () => count++);
        this.lengths[entry] = count || 1;
      }
      return this.lengths[entry];
    }

    /** @param {string} term @returns {number[]} the entries that hold it, found by the browser's own search for a text */
    holding(term) {
      let list = this.holders.get(term);
      if (!list) {
        const places = /^[a-z]/.test(term) && !/[\u3400-\u9fff]/.test(term) ? this.wordPlaces(term) : this.places(term);
        list = [...new Set(places.map((place) => this.at(place)))];
        this.holders.set(term, list);
      }
      return list;
    }

    /** @param {string} term @returns {number[]} */
    places(term) {
      const found = [];
      for (let at = this.text.indexOf(term); at >= 0; at = this.text.indexOf(term, at + 1)) {
        if (!inside(this.text, at) && !inside(this.text, at + term.length)) found.push(at);
      }
      return found;
    }

    /** @param {string} term a stem @returns {number[]} where a word with this stem stands, or one that is read as it */
    wordPlaces(term) {
      const found = [];
      for (const root of [term, ...(this.variants.get(term) ?? [])]) {
        // An ending may change the last letters: countr(y), countr(ies).
        const start = root.length > 4 ? root.slice(0, -2) : root;
        for (let at = this.text.indexOf(start); at >= 0; at = this.text.indexOf(start, at + 1)) {
          if (inside(this.text, at)) continue;
          let end = at + start.length;
          while (scriptOf(this.text.charCodeAt(end)) % 3) end++;
          const word = stem(this.text.slice(at, end));
          if ((this.same.get(word) ?? word) === term) found.push(at);
        }
      }
      return found;
    }

    /** @param {number} place in the text @returns {number} the entry it is in */
    at(place) {
      let low = 0;
      let high = this.starts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (this.starts[middle] <= place) low = middle;
        else high = middle;
      }
      return low;
    }

    /** @param {string} text @returns {string} in one width, one case, one script */
    plain(text) {
      const small = text.normalize("NFKC").toLowerCase().replace(/[‘’]/g, "'");
      return this.han.size ? [...small].map((c) => this.han.get(c) ?? c).join("") : small;
    }

    /** @param {string} text plain text @returns {string} with slips, synonyms and numbers in one form */
    fold(text) {
      const small = text.normalize("NFKC").toLowerCase().replace(/[‘’]/g, "'");
      const read = this.reads(this.data.lang === "zh" ? small : hours(small));
      return this.data.lang === "zh" ? numbers(read) : numbers(spelled(read)).replace(/'(?=[a-z])/g, "");
    }

    /** @param {string} text folded @param {(term: string) => void} add @returns {void} */
    terms(text, add) {
      terms(text, this.stop, this.same, add);
    }

    /** @param {string} term @returns {number} how much a term tells: the fewer pages hold it, the more */
    rarity(term) {
      let value = this.rarities.get(term);
      if (value === undefined) {
        const docs = new Set(this.holding(term).map((entry) => this.entryDoc[entry])).size;
        value = Math.log(1 + this.docs.length / ((docs || 1) + CHANCE)) * (LOOSE + (1 - LOOSE) * this.cohesion(term));
        if (/^\d\d?$/.test(term)) value *= NUMBER;
        this.rarities.set(term, value);
      }
      return value;
    }

    /** @param {string} first @param {string} second loose syllables @returns {[string, number][]} what sounds so, the commonest first */
    alike(first, second) {
      const size = (/** @type {string} */ term) => this.vocabulary.get(term) ?? 0;
      const list = (this.bySound.get(`${first} ${second}`) ?? []).slice();
      list.sort((a, b) => size(b) - size(a));
      return list.slice(0, 4).map((term, place) => [term, (place ? 0.4 : 0.8) * Math.min(1, size(term) / 6)]);
    }

    /** @param {string} term one that no page holds @param {boolean} last whether it is still being typed @returns {[string, number][]} */
    guesses(term, last) {
      if (isPair(term)) {
        const [first, second] = [...term].map((c) => this.sounds.get(c) ?? []);
        const found = first.flatMap((a) => second.flatMap((b) => this.alike(a, b)));
        // One slip at a time: two wrong characters in a row are another word, or none.
        return found.filter(([word]) => word[0] === term[0] || word[1] === term[1]).slice(0, 2);
      }
      if (!/^[a-z]{3,}$/.test(term)) return [];
      const key = last ? `${term} ` : term;
      const before = this.guessed.get(key);
      if (before) return before;
      /** @type {Map<string, number>} */
      const found = new Map();
      for (const known of this.spellings) {
        const part = likeness(term, known, last);
        const word = this.same.get(known) ?? known;
        if (part > (found.get(word) ?? 0)) found.set(word, part);
      }
      const best = [...found].sort((a, b) => b[1] - a[1]).slice(0, 6);
      if (this.spelled.length) this.guessed.set(key, best);
      return best;
    }

    /** @returns {string[]} every Latin word that is known, and those that are read as one */
    get spellings() {
      if (!this.spelled.length && this.vocabulary.size) {
        this.spelled = [...new Set([...this.vocabulary.keys(), ...this.same.keys()])].filter((known) => /^[a-z]{3,}$/.test(known));
      }
      return this.spelled;
    }

    /** @param {string} text folded @returns {{text: string, pairs: string[][]}} with pinyin read; pairs of syllables for the rest */
    readPinyin(text) {
      /** @type {string[][]} */
      const found = [];
      const read = text.replace(/[a-z]+(?:[ '][a-z]+)*/g, (run) => {
        const joined = run.replace(/[ ']/g, "");
        const direct = this.segment(joined);
        if (direct) return direct;
        if (run.split(/[ ']/).every((word) => this.holding(stem(word)).length)) return run;
        // Some words of the list, and others: "hukou zenme ban".
        const some = run.replace(/[a-z]+/g, (word) => (word.length > 3 && this.segment(word)) || word);
        const parts = syllables(joined, this.known);
        if (parts && parts.length > 1) for (let i = 1; i < parts.length; i++) found.push([loose(parts[i - 1]), loose(parts[i])]);
        return some;
      });
      return { text: read, pairs: found };
    }

    /** @returns {Set<string>} every syllable */
    get known() {
      this.syllables ??= new Set(["lv", "nv", "hai", ...[...SYLLABLES.matchAll(/[a-z]+/g)].map(([sound]) => sound)]);
      return this.syllables;
    }

    /** @param {string} joined @returns {string | null} a run of pinyin as the words of the list, if they fill it */
    segment(joined) {
      let out = "";
      for (let i = 0, n = 0; i < joined.length; i += n) {
        for (n = joined.length - i; n > 0 && !this.pinyin.has(joined.slice(i, i + n)); ) n--;
        if (!n) return null;
        out += this.pinyin.get(joined.slice(i, i + n));
      }
      return out || null;
    }

    /** @param {string} query plain @returns {{wanted: Wanted[], folded: string, marks: Set<string>}} */
    want(query) {
      const first = this.fold(query);
      const { text, pairs: heard } = this.data.lang === "zh" ? this.readPinyin(first) : { text: first, pairs: [] };
      const folded = text === first ? first : this.fold(text);
      /** @type {Map<string, number>} */
      const list = new Map();
      for (const part of folded.split(/[\s,，。!！?？、;；]+/)) {
        /** @type {string[]} */
        const found = [];
        this.terms(part, (term) => found.push(term));
        // A word of four characters makes three pairs; typed beside a word of two, it is still one word.
        const share = this.data.lang === "zh" ? Math.min(SENTENCE, Math.sqrt(found.length)) : 1;
        for (const term of found) list.set(term, (list.get(term) ?? 0) * 0.5 + (this.keys.has(term) || /^\d{5}$/.test(term) ? KEY : 1) / share);
      }
      this.dampProducts(folded, list);
      /** @type {Wanted[]} */
      const wanted = [];
      const words = [...list.keys()];
      const guesses = this.guessAll(words);
      const doubt = this.data.lang === "zh" ? 1 : Math.min(1, TYPED / words.length);
      words.forEach((term) => {
        const factor = list.get(term) ?? 1;
        const known = this.holding(term).length > 0;
        /** @type {[string, number][]} */
        const found = known ? [[term, 1]] : (guesses.get(term) ?? []).map(([each, part]) => [each, part * doubt]);
        const weight = found.length ? Math.max(...found.map(([each, part]) => part * this.rarity(each))) : UNKNOWN;
        wanted.push({ weight: weight * factor, terms: found.map(([each, part]) => [each, part * factor]) });
      });
      if (this.data.lang === "zh") wanted.push(...this.singles(folded, words));
      for (const [a, b] of heard) {
        const found = this.alike(a, b);
        if (found.length) wanted.push({ weight: Math.max(...found.map(([each, part]) => part * this.rarity(each))), terms: found });
      }
      const marks = new Set([...words, ...wanted.flatMap((each) => each.terms.map(([term]) => term))]);
      this.terms(query, (term) => marks.add(term));
      return { wanted, folded, marks };
    }

    /**
     * The characters of a query that stand in no pair that is a word here, each by itself: what is said in one word on
     * a page may be said in another that shares a character with it.
     * @param {string} folded @param {string[]} words its terms @returns {Wanted[]}
     */
    singles(folded, words) {
      /** @type {Map<string, number>} how well each character is known by its pairs */
      const known = new Map();
      for (const word of words) {
        if (!this.holding(word).length) continue;
        const part = this.cohesion(word);
        for (const c of word) known.set(c, Math.max(known.get(c) ?? 0, part));
      }
      const all = new Set([...folded].filter((c) => scriptOf(c.charCodeAt(0)) === 3));
      const part = SINGLE / Math.sqrt(Math.max(1, all.size / SINGLES));
      return [...all].flatMap((c) => {
        const open = 1 - (known.get(c) ?? 0);
        if (open < 0.02 || !this.holding(c).length || this.rarity(c) < TELLING) return [];
        return [{ weight: open * part * this.rarity(c), terms: [/** @type {[string, number]} */ ([c, open * part])], single: true }];
      });
    }

    /** A product's name also asks for what the product is. @param {string} folded @param {Map<string, number>} list @returns {void} */
    dampProducts(folded, list) {
      const names = this.products.filter(([name]) => folded.includes(name));
      for (const [name, kind] of names) {
        this.terms(name, (term) => list.has(term) && list.set(term, 0.6 * (list.get(term) ?? 1)));
        this.terms(this.fold(kind), (term) => list.has(term) || list.set(term, 0.3));
      }
    }

    /** @param {string[]} words @returns {Map<string, [string, number][]>} what is taken for each word that no page holds */
    guessAll(words) {
      const found = new Map(words.map((term, place) => [term, this.holding(term).length ? [] : this.guesses(term, place >= words.length - 2)]));
      // Two neighbours share a character, so what is taken for them has to share one too: else both sound alike by chance.
      const kept = new Map(found);
      words.forEach((term, place) => {
        const next = words[place + 1];
        if (!next || term[1] !== next[0] || (!found.get(term)?.length && !this.holding(term).length)) return;
        const left = new Set((this.holding(term).length ? [term] : found.get(term)?.map(([each]) => each) ?? []).map((each) => each[1]));
        const right = (this.holding(next).length ? [next] : found.get(next)?.map(([each]) => each) ?? []).map((each) => each[0]);
        if (!right.length || right.some((c) => left.has(c))) return;
        kept.set(term, []);
        kept.set(next, []);
      });
      return kept;
    }

    /** @param {string} folded @returns {number} the days past due that a query speaks of, or NaN */
    days(folded) {
      const clear = folded.replaceAll("晚上", " ");
      if (!this.data.late.split("|").some((word) => clear.includes(this.fold(word)) || clear.includes(word))) return NaN;
      const text = folded.replace(/[a-z]+/g, (word) => this.same.get(stem(word)) ?? word);
      const match = text.match(/(\d+) ?(天|周|月|年|day|week|month|year)/);
      const units = { 天: 1, 周: 7, 月: 30, 年: 365, day: 1, week: 7, month: 30, year: 365 };
      const days = match ? Number(match[1]) * units[/** @type {keyof typeof units} */ (match[2])] : NaN;
      return days < LIMITATION ? days : NaN;
    }

    /** @param {string} query plain @returns {boolean} whether it voices despair */
    despairs(query) {
      const calm = this.calm.reduce((text, word) => text.replaceAll(word, " "), query.replace(/'/g, ""));
      const tight = calm.replace(/\s+/g, "");
      const words = calm.split(/[^a-z]+/).filter(Boolean);
      return this.despair.some((phrase) => (typeof phrase === "string" ? this.voiced(tight, phrase) : this.said(words, phrase)));
    }

    /** @param {string[]} words @param {string[]} phrase @returns {boolean} whether the words stand in a row, one slip allowed */
    said(words, phrase) {
      const slips = (/** @type {string} */ typed, /** @type {string} */ word) =>
        typed[0] === word[0] && word.length > (phrase.length > 1 ? 3 : 6) && near(typed, word) && !this.holding(stem(typed)).length;
      // Pinyin is typed with and without spaces.
      if (phrase.length === 1 && phrase[0].length > 6 && words.join("").includes(phrase[0])) return true;
      return words.some((_, at) => {
        let wrong = 0;
        return at + phrase.length <= words.length
          && phrase.every((word, i) => stem(words[at + i]) === stem(word) || (++wrong === 1 && slips(words[at + i], word)));
      });
    }

    /**
     * Whether a Chinese phrase stands in a text, or one that sounds the same with one other character: 不像活.
     * @param {string} text @param {string} phrase @returns {boolean}
     */
    voiced(text, phrase) {
      if (text.includes(phrase)) return true;
      if (phrase.length < 3 || !/[活死]/.test(phrase) || !this.bySound.size) return false;
      const heard = (/** @type {string} */ c) => this.sounds.get(c) ?? [];
      return [...text].some((_, at) => {
        let wrong = 0;
        return at + phrase.length <= text.length && [...phrase].every((c, i) => {
          const typed = text[at + i];
          return typed === c || (c !== "死" && ++wrong === 1 && heard(c).some((sound) => heard(typed).includes(sound)));
        });
      });
    }

    /** @param {string} typed @returns {Answer} */
    find(typed) {
      const query = this.plain(typed);
      const { wanted, folded, marks } = this.want(query);
      const crisis = this.despairs(query) || this.despairs(folded);
      const size = this.docs.length;
      const sum = new Float32Array(size);
      const cover = new Float32Array(size);
      const alone = new Float32Array(size);
      const like = new Float32Array(size);
      const by = new Int32Array(size).fill(-1);
      const got = new Float32Array(this.entryDoc.length);
      const count = new Uint16Array(this.entryDoc.length);
      const last = new Int32Array(this.entryDoc.length).fill(-1);
      let total = 0;
      wanted.forEach(({ weight, terms: alternatives, single }, number) => {
        total += weight;
        /** @type {Map<number, [number, number]>} for each page what the term is worth, and the fields that hold it */
        const best = new Map();
        for (const [term, part] of alternatives) {
          const value = part * this.rarity(term);
          for (const entry of this.holding(term)) {
            const doc = this.entryDoc[entry];
            const field = 1 << this.entryField[entry];
            const at = best.get(doc);
            if (!at) best.set(doc, [value, field]);
            else {
              at[0] = Math.max(at[0], value);
              at[1] |= field;
            }
            if (last[entry] === number) continue;
            last[entry] = number;
            got[entry] += value;
            count[entry]++;
          }
        }
        for (const [doc, [value, fields]] of best) {
          sum[doc] += value * worth(fields);
          const part = Math.min(weight, value) * (fields & 3 ? 1 : 0.6);
          // One character alone stands in many a word: it brings no page by itself, two may.
          if (single && !alone[doc]) alone[doc] = part;
          else {
            cover[doc] += part + (single ? Math.max(0, alone[doc]) : 0);
            if (single) alone[doc] = -1;
          }
        }
      });
      total ||= 1;
      const enough = wanted.map(({ weight }) => weight).sort((a, b) => b - a).slice(0, ENOUGH).reduce((sum, weight) => sum + weight, 0) || 1;
      for (let entry = 0; entry < got.length; entry++) {
        if (!got[entry] || this.entryField[entry] > ALSO) continue;
        const full = Math.min(1, count[entry] / this.size(entry));
        const value = (got[entry] / total) * (0.35 + 0.65 * full) * LIKE[this.entryField[entry]];
        if (value <= like[this.entryDoc[entry]]) continue;
        like[this.entryDoc[entry]] = value;
        by[this.entryDoc[entry]] = entry;
      }
      return this.rank(query, folded, { sum, cover, like, by, total, enough, crisis, marks });
    }

    /**
     * @param {string} query @param {string} folded
     * @param {{sum: Float32Array, cover: Float32Array, like: Float32Array, by: Int32Array, total: number, enough: number, crisis: boolean, marks: Set<string>}} found
     * @returns {Answer}
     */
    rank(query, folded, { sum, cover, like, by, total, enough, crisis, marks }) {
      const asked = this.asked(this.data.kinds, query);
      const days = this.days(folded);
      const stages = new Set(
        this.data.stages.filter(([, from, to]) => days >= (from ?? -Infinity) && days <= (to ?? Infinity)).map(([id]) => id));
      /** @type {Hit[]} */
      const all = [];
      this.docs.forEach((doc, number) => {
        let score = sum[number] / total + like[number];
        let share = cover[number] / enough;
        if (doc.kind >= 0 && this.data.kinds[doc.kind][0] === "stages" && stages.has(doc.id)) {
          score += STAGE / total;
          share = 1;
        }
        const voices = crisis && doc.answer.includes(HELPLINE) ? doc.also.split("|").filter((also) => this.despairs(also)).length : 0;
        if (voices) {
          score += 0.6 + 0.12 * Math.min(voices, 8);
          share = 1;
        }
        if (share < 0.2) return;
        score *= doc.prior * (asked.has(doc.kind) ? 1.35 : 1);
        all.push({ doc, score, section: -1, also: this.typed.get(by[number]) ?? "" });
      });
      this.together(all);
      all.sort((a, b) => b.score - a.score);
      // A page that fits word for word does not make the next ones worthless: the first three stay, unless they are far off.
      const hits = all.filter(({ score }, place) => all[0].score * total > 0.3 * enough && score > (place < 3 ? 0.1 : 0.32) * all[0].score).slice(0, 10);
      const sections = this.asked(this.data.sections, query);
      for (const hit of hits) hit.section = hit.doc.sections.find((each) => sections.has(each)) ?? hit.doc.sections[0] ?? -1;
      const order = [...cover.keys()].filter((each) => cover[each] > 0 && this.docs[each].topic >= 0);
      order.sort((a, b) => cover[b] - cover[a]);
      return { hits, near: order.slice(0, 20).map((each) => this.docs[each]), crisis, marks };
    }

    /**
     * The pages of a topic speak for each other: words that lead to several of them mean that topic.
     * @param {Hit[]} all @returns {void}
     */
    together(all) {
      /** @type {Map<number, number[]>} */
      const scores = new Map();
      for (const { doc, score } of all) {
        const list = scores.get(doc.topic);
        if (list) list.push(score);
        else if (doc.topic >= 0) scores.set(doc.topic, [score]);
      }
      const best = new Map([...scores].map(([topic, list]) => [topic, list.sort((a, b) => b - a).slice(0, WITNESSES).reduce((a, b) => a + b)]));
      const most = Math.max(...best.values());
      for (const hit of all) hit.score *= 1 + (TOGETHER * (best.get(hit.doc.topic) ?? 0)) / most;
    }

    /** @param {string[][]} list @param {string} query @returns {Set<number>} the kinds or sections whose words are in a query */
    asked(list, query) {
      return new Set(list.flatMap(([, , cues], number) => (cues && cues.split("|").some((cue) => query.includes(cue)) ? [number] : [])));
    }
  }

  // --- The dialog -------------------------------------------------------------------------------------------------

  /** @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {string} [name] @param {(string | Node)[]} [inside] @returns {HTMLElementTagNameMap[T]} */
  const element = (tag, name = "", inside = []) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...inside);
    return made;
  };

  /** @param {string} text @param {string} href @param {string} [name] @returns {HTMLAnchorElement} */
  const link = (text, href, name) => {
    const made = element("a", name, [text]);
    made.href = href;
    return made;
  };

  /** @param {Engine} engine @param {string} text @param {Set<string>} terms @returns {Node[]} the text with what matched marked */
  const marked = (engine, text, terms) => {
    const whole = engine.plain(text);
    const plain = whole.length === text.length ? whole : [...text].map((c) => engine.plain(c)[0] ?? c).join("");
    if (plain.length !== text.length) return [document.createTextNode(text)];
    const on = new Uint8Array(text.length);
    for (let i = 1; i < text.length; i++) if (terms.has(plain.slice(i - 1, i + 1))) on[i - 1] = on[i] = 1;
    for (const word of plain.matchAll(/[a-z]+\d*|\d+(?:\.\d+)?%?/g)) {
      const root = stem(word[0]);
      if (terms.has(engine.same.get(root) ?? root)) on.fill(1, word.index, word.index + word[0].length);
    }
    /** @type {Node[]} */
    const nodes = [];
    for (let i = 0, start = 0; i < text.length; i++) {
      if (i + 1 < text.length && on[i] === on[i + 1]) continue;
      const part = text.slice(start, i + 1);
      nodes.push(on[start] ? element("mark", "", [part]) : document.createTextNode(part));
      start = i + 1;
    }
    return nodes;
  };

  /** The dialog on the page. */
  class Dialog {
    /** @param {HTMLDialogElement} box */
    constructor(box) {
      this.box = box;
      this.input = /** @type {HTMLInputElement} */ (box.querySelector("input"));
      this.status = /** @type {HTMLElement} */ (box.querySelector("[role=status]"));
      this.results = /** @type {HTMLElement} */ (box.querySelector(".oe-find__results"));
      this.root = new URL(`${box.dataset.lang}/`, new URL("../", new URL(/** @type {string} */ (box.dataset.index), location.href)));
      /** @type {Engine | null} */
      this.engine = null;
      this.asked = false;
      // What an input method shows while it is used is not typed yet.
      this.input.addEventListener("input", (event) => /** @type {InputEvent} */ (event).isComposing || this.show());
      this.input.addEventListener("compositionstart", () => this.load());
      this.input.addEventListener("compositionend", () => this.show());
      box.addEventListener("keydown", (event) => this.key(event));
      box.addEventListener("click", (event) => this.click(event));
    }

    /** @param {string} [query] @returns {void} */
    open(query) {
      if (!this.box.open) this.box.showModal();
      if (query !== undefined) this.input.value = query;
      this.input.focus();
      if (this.input.value) this.show();
    }

    /** Load the index, once: a script, because a page opened from a file may not fetch one. @returns {void} */
    load() {
      if (this.asked) return;
      this.asked = true;
      Object.assign(window, {
        overdueIndex: (/** @type {Data} */ data) => this.ready(data.codes ? decoded(data, decoder(data.codes)) : data),
      });
      const script = element("script");
      script.src = /** @type {string} */ (this.box.dataset.index);
      script.addEventListener("error", () => {
        this.asked = false;
        this.results.replaceChildren(element("p", "", [link(this.box.dataset.failed ?? "", new URL("all.html", this.root).href)]));
      });
      document.head.append(script);
    }

    /** @param {Data} data @returns {void} */
    ready(data) {
      const engine = (this.engine = new Engine(data));
      this.show();
      const lessons = engine.learn();
      const study = () => {
        const end = performance.now() + 5;
        while (performance.now() < end) {
          if (!lessons.next().done) continue;
          if (document.activeElement === this.input) this.show();
          // Harmless: it only answers which pages match, and the tests ask it the same way as the dialog does.
          Object.assign(window, { overdueFind: (/** @type {string} */ text) => engine.find(text) });
          return;
        }
        setTimeout(study);
      };
      setTimeout(study, 30);
    }

    /** @returns {void} */
    show() {
      const query = this.input.value.trim();
      if (query && !this.engine) this.load();
      if (!this.engine) return;
      if (!query) {
        this.status.textContent = "";
        this.results.replaceChildren();
        return;
      }
      const answer = this.engine.find(query);
      const words = this.engine.data.words;
      this.status.textContent = answer.hits.length ? words.count.replace("{n}", String(answer.hits.length)) : words.none;
      /** @type {Node[]} */
      const parts = answer.crisis ? [this.crisis()] : [];
      if (answer.hits.length) parts.push(element("ol", "", answer.hits.map((hit) => this.hit(hit, answer.marks))));
      else parts.push(...this.nothing(answer.near));
      const other = link(words.other, `${this.box.dataset.other}#q=${encodeURIComponent(query)}`);
      other.hreflang = this.engine.data.lang === "zh" ? "en" : "zh-Hans";
      parts.push(element("p", "oe-find__other", [other]));
      this.results.replaceChildren(...parts);
    }

    /** @returns {HTMLElement} help for someone in danger, above everything */
    crisis() {
      const words = /** @type {Engine} */ (this.engine).data.words;
      const calls = words.crisis_text.split(/(\b(?:110|120|12356)\b)/).map((part, i) => (i % 2 ? link(part, `tel:${part}`) : part));
      const box = element("div", "crisis", [element("strong", "", [words.crisis]), " ", ...calls]);
      box.setAttribute("role", "alert");
      return box;
    }

    /** @param {Doc} doc @param {string} [section] @returns {string} */
    address(doc, section) {
      return new URL(doc.path + (section ? `#${section}` : ""), this.root).href;
    }

    /** @param {Hit} hit @param {Set<string>} marks @returns {HTMLElement} */
    hit({ doc, section, also }, marks) {
      const engine = /** @type {Engine} */ (this.engine);
      const { kinds, sections, words } = engine.data;
      const title = link("", this.address(doc), "oe-find__hit");
      title.append(...marked(engine, doc.title, marks));
      const kind = doc.kind < 0 ? "" : kinds[doc.kind][1];
      const foot = element("p", "oe-find__kind", [kind]);
      if (section >= 0) foot.append(kind ? " · " : "", `${words.section} `, link(sections[section][1], this.address(doc, sections[section][0])));
      const parts = [title, element("p", "", marked(engine, doc.answer, marks)), foot];
      // What was typed may stand neither in the title nor in the answer: this says why the page is here.
      const asked = marked(engine, also, marks);
      if (asked.some((node) => node instanceof HTMLElement && !title.textContent?.toLowerCase().includes((node.textContent ?? "").toLowerCase()))) {
        parts.splice(2, 0, element("p", "oe-find__also", [`${words.also}${engine.data.lang === "zh" ? "：" : ": "}`, ...asked]));
      }
      return element("li", "", parts);
    }

    /** Nothing was found: where the reader is, what is near, whom to call. @param {Doc[]} near @returns {Node[]} */
    nothing(near) {
      const { docs, data } = /** @type {Engine} */ (this.engine);
      const of = (/** @type {string} */ folder) => docs.filter((doc) => doc.path.startsWith(`${folder}/`) && doc.id !== "index");
      const list = (/** @type {string} */ title, /** @type {Node[]} */ links) =>
        [element("h3", "", [title]), element("ul", "", links.map((each) => element("li", "", [each])))];
      // The doors of the path, in the words of someone who stands before them; without a path, the stages in order.
      const doors = docs.filter((doc) => data.doors.includes(doc.id)).map((doc) => link(doc.also, this.address(doc)));
      const stages = of("stages").sort((a, b) => this.place(a) - this.place(b)).map((doc) => link(doc.title, this.address(doc)));
      const index = docs.filter((doc) => doc.path === "stages/index.html").map((doc) => link(doc.title, this.address(doc)));
      const topics = [...new Set([...near.map((doc) => doc.topic), 0, 3, 10])].slice(0, 4)
        .map((topic) => link(data.topics[topic][1], new URL(`all.html#topic-${data.topics[topic][0]}`, this.root).href));
      const calls = of("channels").filter((doc) => /^\d/.test(doc.title)).map((doc) => link(doc.title, this.address(doc)));
      return [
        element("p", "", [data.words.none_text]),
        ...list(data.words.where, doors.length ? [...doors, ...index] : stages), ...list(data.words.topics, topics), ...list(data.words.call, calls),
      ];
    }

    /** @param {Doc} doc a stage @returns {number} its place in time */
    place(doc) {
      const stages = /** @type {Engine} */ (this.engine).data.stages;
      const at = stages.findIndex(([id]) => id === doc.id);
      return at < 0 ? stages.length : at;
    }

    /** @param {KeyboardEvent} event @returns {void} */
    key(event) {
      if (event.isComposing || event.keyCode === 229) return;
      const stops = [this.input, .../** @type {NodeListOf<HTMLElement>} */ (this.results.querySelectorAll("a.oe-find__hit, ul a"))];
      const at = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
      if (event.key === "ArrowDown") stops[Math.min(at + 1, stops.length - 1)].focus();
      else if (event.key === "ArrowUp") stops[Math.max(at - 1, 0)].focus();
      else if (event.key === "Home" && at > 0) stops[1].focus();
      else if (event.key === "End" && at > 0) stops[stops.length - 1].focus();
      else if (event.key === "Enter" && at === 0) stops[1]?.click();
      else if (event.key === "Escape") this.box.close();
      else return;
      event.preventDefault();
    }

    /** @param {MouseEvent} event @returns {void} */
    click(event) {
      const target = /** @type {Element} */ (event.target);
      // A link may lead to another section of this very page: then the dialog has to go.
      if (target === this.box || target.closest("a[href], button")) this.box.close();
    }
  }

  const box = document.querySelector("dialog.oe-find");
  if (box instanceof HTMLDialogElement) {
    const dialog = new Dialog(box);
    Object.assign(window, { overdueSearch: (/** @type {string | undefined} */ query) => dialog.open(query) });
    dispatchEvent(new Event("overdue-search"));
  }
})();
