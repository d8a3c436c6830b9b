/**
 * <find-choice data-none="Nothing is called that"><select>…</select></find-choice>: a long select in which one finds by typing (the combobox of the ARIA patterns).
 * The select stays, hidden, and holds what is sent; the list is made from its options while it is open, under their headings, and only then.
 * data-also='{"value":"other words"}' on it, or around many, says by which other words an option is found. Arrows move, Enter and Tab take, Escape leaves all as it was.
 */
const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase()

customElements.define('find-choice', class extends HTMLElement {
  connectedCallback() {
    if (this.input) return
    this.select = this.querySelector('select')
    this.input = this.make('input', { type: 'text', role: 'combobox', class: this.select.className, autocomplete: 'off', spellcheck: 'false', 'aria-autocomplete': 'list', 'aria-expanded': 'false' })
    for (const name of ['id', 'aria-label', 'aria-describedby']) {
      if (!this.select.hasAttribute(name)) continue
      this.input.setAttribute(name, this.select.getAttribute(name))
      this.select.removeAttribute(name)
    }
    this.input.setAttribute('aria-controls', this.input.id + '_list')
    this.none = this.make('p', { class: 'hint', role: 'status' })
    this.select.hidden = true
    this.select.before(this.input, this.none)
    // What was typed is left to the cursor; what is chosen opens whole, however often it is clicked, and stays marked, so that typing takes its place.
    this.input.addEventListener('mousedown', e => { if (document.activeElement === this.input && this.input.value === this.chosen) e.preventDefault() })
    this.input.addEventListener('click', () => { if (!this.list || this.input.value === this.chosen) this.open() })
    this.input.addEventListener('input', () => this.open(this.input.value))
    this.input.addEventListener('keydown', e => this.press(e))
    this.addEventListener('focusout', () => this.close())
    // A browser that goes back puts its selects as they were left.
    addEventListener('pageshow', () => this.close())
    this.close()
  }

  press(e) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    const isAtRest = !this.list && this.none.textContent === ''
    if (e.isComposing || !(step || ['Enter', 'Escape', 'Tab'].includes(e.key)) || (isAtRest && ['Escape', 'Tab'].includes(e.key))) return
    if (e.key !== 'Tab') e.preventDefault()
    if (isAtRest) this.open()
    else if (e.key === 'Escape' || (step && e.altKey)) this.close()
    else if (!this.list) return
    else if (step) this.point(this.rows.at((this.rows.indexOf(this.active) + step) % this.rows.length))
    else this.take(this.active)
  }

  /** All options, or those that have every word somewhere in their name, their heading or what else they are called. */
  open(text = '') {
    this.list?.remove()
    if (text === '') this.input.select()
    const words = folded(text).split(/\s+/).filter(Boolean)
    const also = JSON.parse(this.closest('[data-also]')?.dataset.also ?? '{}')
    const list = this.make('div', { role: 'listbox', id: this.input.id + '_list', 'aria-label': this.input.labels?.[0]?.textContent ?? this.input.ariaLabel })
    this.rows = []
    for (const part of this.select.children) {
      const heading = part.label && part.matches('optgroup') ? part.label : ''
      const fitting = [...(heading ? part.children : [part])].filter(o => words.every(w => folded(`${o.text} ${heading} ${also[o.value] ?? ''}`).includes(w)))
      if (fitting.length > 0) (heading ? list.appendChild(this.group(heading, list)) : list).append(...fitting.map(o => this.row(o)))
    }
    list.addEventListener('mousedown', e => e.preventDefault())
    list.addEventListener('click', e => { if (e.target.option) this.take(e.target) })
    this.list = this.rows.length > 0 ? this.appendChild(list) : null
    this.none.textContent = this.list ? '' : this.dataset.none
    this.input.setAttribute('aria-expanded', String(Boolean(this.list)))
    list.scrollIntoView({ block: 'nearest' })
    const named = row => folded(row.option.text)
    const typed = words.join(' ')
    this.point(typed ? this.rows.find(r => named(r) === typed) ?? this.rows.find(r => named(r).startsWith(typed)) ?? this.rows[0] : this.rows.find(r => r.option.selected))
  }

  close() {
    this.list?.remove()
    this.list = null
    this.none.textContent = ''
    this.input.setAttribute('aria-expanded', 'false')
    this.input.removeAttribute('aria-activedescendant')
    this.input.value = this.chosen
    if (document.activeElement === this.input) this.input.select()
  }

  get chosen() {
    return this.select.selectedOptions[0]?.text ?? ''
  }

  take(row) {
    const isOther = row && !row.option.selected
    if (row) row.option.selected = true
    this.close()
    if (isOther) this.select.dispatchEvent(new Event('change', { bubbles: true }))
  }

  point(row) {
    this.active?.removeAttribute('aria-selected')
    this.active = row
    if (!row) return this.input.removeAttribute('aria-activedescendant')
    row.setAttribute('aria-selected', 'true')
    this.input.setAttribute('aria-activedescendant', row.id)
    row.scrollIntoView({ block: 'nearest' })
  }

  group(heading, list) {
    const id = `${list.id}_g${list.children.length}`
    const group = this.make('div', { role: 'group', 'aria-labelledby': id })
    group.appendChild(this.make('div', { id, role: 'presentation' })).textContent = heading
    return group
  }

  row(option) {
    const row = this.make('div', { role: 'option', id: `${this.input.id}_${this.rows.length}` })
    row.option = option
    row.textContent = option.text
    if (option.selected) row.classList.add('current')
    this.rows.push(row)
    return row
  }

  make(name, attributes) {
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    return element
  }
})
