/**
 * Text for searching: lower case, without diacritics, `đ` as `d`, one space between words. So that
 * "do rac" finds "Đổ rác", as people type on a phone.
 */
export function foldText(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("đ", "d")
    .replace(/\s+/g, " ")
    .trim();
}
