// What the spellings of one name have in common: the same rules as kerege.border.spelling, which a test compares.
const LETTERS = { x: "h", q: "k", w: "v", y: "i", ı: "i", ə: "a", ц: "c", ч: "ch", ш: "sh", щ: "sh", ю: "iu", я: "ia", ъ: "", ь: "" };
const CYRILLIC = "абвгдежзийклмнопрстуфхыэіөүңғқҳҷ";
const LATIN = "abvgdejziiklmnoprstufhieioungkhj";
[...CYRILLIC].forEach((letter, index) => {
  LETTERS[letter] = LATIN[index];
});
const SOUNDS = [
  ["shch", "sh"], ["tch", "ch"], ["dzh", "j"], ["dj", "j"], ["zh", "j"], ["kh", "h"],
  ["gh", "g"], ["ts", "c"], ["ng", "n"], ["ck", "k"],
];

export function skeleton(name) {
  const plain = name.toLowerCase().replace(/ў/g, "о").replace(/ё/g, "е").normalize("NFKD").replace(/\p{M}/gu, "");
  const words = plain.replace(/['`´ʻʼʹʿʾ‘’ʺ"]/g, "").match(/[\p{L}\p{N}_]+/gu) || [];
  const joined = words.map((word) => {
    let latin = [...word].map((letter) => (letter in LETTERS ? LETTERS[letter] : letter)).join("");
    for (const [sound, sign] of SOUNDS) latin = latin.split(sound).join(sign);
    return latin;
  });
  return joined.join("").replace(/(.)\1+/g, "$1").replace(/([aeiou])h$/, "$1");
}
