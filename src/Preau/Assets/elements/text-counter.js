/** <text-counter data-basic data-extended data-foot data-most data-words>: says under a text how many SMS it takes, as the server counts them. */
customElements.define('text-counter', class extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector('textarea')
    this.said = this.querySelector('[data-count]')
    this.words = JSON.parse(this.dataset.words)
    this.area.addEventListener('input', () => this.count())
    this.count()
  }

  count() {
    const { basic, extended, foot, most } = this.dataset
    const typed = this.area.value.trim()
    const text = typed + foot
    const wide = [...text].find(sign => !basic.includes(sign) && !extended.includes(sign))
    const [one, part] = wide ? [70, 67] : [160, 153]
    let units = 0, segments = 0, used = part
    for (const sign of text) {
      const width = wide ? sign.length : extended.includes(sign) ? 2 : 1
      units += width
      if (used + width > part) [segments, used] = [segments + 1, 0]
      used += width
    }
    if (units <= one) segments = 1
    const left = units <= one ? one - units : part - used
    const lines = [segments > most ? this.words.over.replace('{0}', most) : (segments === 1 ? this.words.one : this.words.many).replace('{0}', left).replace('{1}', segments)]
    if (wide) lines.push(this.words.wide.replace('{0}', wide))
    this.said.textContent = typed ? lines.join(' · ') : ''
    this.said.classList.toggle('trouble', segments > most)
  }
})
