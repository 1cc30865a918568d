/** Words without marks and capitals, so that "cong thon dong" finds "Cổng thôn Đông". */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();
}
