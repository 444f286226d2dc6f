// What other programs put on the clipboard, read as text with light marks: bold, bullets and line ends. The HTML is only
// looked at, in a document that runs and shows nothing; what is not surely the same words is left for the plain text.
const clipboard = (() => {
  const BLOCKS = "ADDRESS ARTICLE BLOCKQUOTE DD DIV DL DT H1 H2 H3 H4 H5 H6 HR LI OL P PRE SECTION TABLE TR UL".split(" ");
  const SILENT = "HEAD LINK META SCRIPT STYLE TEMPLATE TITLE".split(" ");
  const letters = (text) => text.replace(/[^\p{L}]/gu, "");

  // The policy of the page forbids styles, also where nobody sees them: they are renamed before anything is parsed.
  const quiet = (html) => html.replace(/<style\b[\s\S]*?<\/style>/gi, "").replace(/\sstyle(?=\s*=)/gi, " data-style");
  const styleOf = (element) => element.dataset.style ?? "";

  const isBold = (element) => {
    const weight = /font-weight:\s*([\w-]+)/i.exec(styleOf(element))?.[1];
    if (weight) return weight === "bold" || Number(weight) >= 600; // a mail's outer <b> often says “normal”
    return element.matches("b, strong");
  };
  const isWordList = (element) => /mso-list:(?!\s*ignore)/i.test(styleOf(element));
  const isWordBullet = (element) => /mso-list:\s*ignore/i.test(styleOf(element));

  // Bold inside the white space at its ends, and never over a line end: so it is a mark that `marks` reads.
  const strong = (text) => text.replace(/[^\n]+/g, (line) => {
    const [, before, words, after] = /^(\s*)(.*?)(\s*)$/.exec(line);
    return words && !words.includes("**") ? `${before}**${words}**${after}` : line;
  });

  const item = (element, text) => {
    const list = element.parentElement;
    const isNumbered = list?.matches("ol");
    const number = isNumbered ? [...list.children].filter((one) => one.matches("li")).indexOf(element) + (list.start || 1) : 0;
    return `${isNumbered ? `${number}. ` : "• "}${text.trim()}`;
  };

  const read = (node, bold = false) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/[ \t\r\n\f]+/g, " ");
    if (node.nodeType !== Node.ELEMENT_NODE || SILENT.includes(node.tagName)) return "";
    if (node.matches("br")) return "\n";
    if (isWordBullet(node)) return /\p{L}|\d/u.test(node.textContent.replace(/^\s*o\s*$/, "")) ? `${node.textContent.trim()} ` : "• ";
    const isMark = !bold && isBold(node) && !BLOCKS.includes(node.tagName);
    let text = [...node.childNodes].map((child) => read(child, bold || isMark)).join("");
    if (isMark) text = strong(text);
    if (node.matches("li")) text = item(node, text);
    if (isWordList(node)) text = text.trim();
    if (node.matches("td, th")) return `${text.trim()}\t`;
    return BLOCKS.includes(node.tagName) ? `\n${text}\n` : text;
  };

  const marked = (html, plain) => {
    if (!html) return plain;
    const page = new DOMParser().parseFromString(quiet(html), "text/html");
    const text = read(page.body).replace(/\*\*(\s*)\*\*/g, "$1").split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
    return letters(text) === letters(plain) ? text : plain;
  };

  const lines = (text) => text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/).filter((line) => line.trim()).length;

  return { marked, lines };
})();
