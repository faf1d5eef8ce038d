/** The words around rendered Markdown. */
export const markdownWords = {
  code: (language: string) => (language === "" ? "Code" : `Code, ${language}`),
  text: "Text",
  table: "Table",
  copy: "Copy code",
  wrap: "Wrap lines",
  image: (alt: string, host: string) => {
    const name = alt.trim() === "" ? "Image" : `Image: ${alt.trim()}`;
    return host === "" ? name : `${name} (${host})`;
  },
} as const;
