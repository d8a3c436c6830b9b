/**
 * <send-queue data-more data-failed>: cards of people to write to, the first of them shown. A press sends one and shows the next at once; what the server says of it comes after.
 * A key that is held down presses once: each text leaves by a press of its own. Without scripts each press loads the next card.
 */
customElements.define('send-queue', class extends HTMLElement {
  connectedCallback() {
    this.cards = this.querySelector('[data-cards]')
    this.said = this.querySelector('[data-said]')
    this.left = this.querySelector('[data-left]')
    this.last = [...this.cards.children].at(-1)?.dataset.contact ?? 0
    this.underway = 0
    this.addEventListener('keydown', event => { if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault() })
    this.addEventListener('submit', event => this.press(event))
    this.aim()
  }

  aim() { this.cards.querySelector('button[value="send"]')?.focus({ preventScroll: true }) }

  async press(event) {
    event.preventDefault()
    const form = event.target
    const card = form.closest('li')
    if (!card || card !== this.cards.firstElementChild) return
    const body = new FormData(form, event.submitter)
    card.remove()
    this.underway++
    this.said.textContent = ''
    this.aim()
    this.fill()
    try {
      const response = await fetch(form.action, { method: 'POST', body, headers: { 'HX-Request-Type': 'partial' } })
      if (!response.ok) throw new Error(String(response.status))
      const { end, words, left } = await response.json()
      this.underway--
      this.left.textContent = left
      if (words) this.said.textContent = words
      if (end === 'not_now') this.back(card)
      else this.over()
    } catch {
      this.underway = Math.max(0, this.underway - 1)
      // Whether it was heard is not known: pressed again it is sent once all the same.
      this.said.textContent = this.dataset.failed
      this.back(card)
    }
  }

  back(card) {
    this.cards.prepend(card)
    this.aim()
  }

  /** More cards, before the last one is gone. */
  async fill() {
    if (this.filling || this.cards.children.length > 2) return
    this.filling = true
    try {
      const response = await fetch(`${this.dataset.more}?after=${this.last}`, { headers: { 'HX-Request-Type': 'partial' } })
      if (!response.ok) return
      const more = document.createElement('template')
      more.innerHTML = await response.text()
      const known = new Set([...this.cards.children].map(c => c.dataset.contact))
      const wasEmpty = !this.cards.children.length
      for (const card of [...more.content.children]) if (!known.has(card.dataset.contact)) this.cards.append(card)
      this.last = [...this.cards.children].at(-1)?.dataset.contact ?? this.last
      if (wasEmpty) this.aim()
    } finally {
      this.filling = false
    }
  }

  over() {
    // What is still on its way is not cut off.
    if (!this.cards.children.length && !this.filling && this.underway === 0) location.reload()
  }
})
