/** Where a link leads that somebody wrote as they say it, or null; Site/LinkAddress.cs says the same when it is saved. */
export function linkAddress(written) {
  const text = written.trim()
  if (text.startsWith('//')) return linkAddress(text.slice(2))
  if (/^(?:[/#]|\{\{|\{%|https?:\/\/[^\s/]|mailto:\S|tel:\S)/i.test(text)) return text
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:.]+$/.test(text)) return 'mailto:' + text
  const host = /^((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:\p{L}{2,}|xn--[a-z0-9-]+))(?::[0-9]{1,5})?(?:[/?#]\S*)?$/iu.exec(text)
  return host && !/^[^.]+\.(?:html?|php|aspx?|pdf|docx?|odt|xlsx?|ods|pptx?|csv|txt|jpe?g|png|gif|webp|zip)$/i.test(host[1]) ? 'https://' + text : null
}
