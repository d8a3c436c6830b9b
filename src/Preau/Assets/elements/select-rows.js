/** <select-rows> around a table with a checkbox in each row: a box that takes all on the page, shift-click, and a bar that counts. */
customElements.define('select-rows', class extends HTMLElement {
  connectedCallback() {
    this.last = null
    this.addEventListener('click', e => {
      const box = e.target.closest('tbody input[type=checkbox]')
      if (!box) return
      const boxes = this.boxes()
      if (e.shiftKey && this.last) {
        const [from, to] = [boxes.indexOf(this.last), boxes.indexOf(box)].sort((a, b) => a - b)
        boxes.slice(from, to + 1).forEach(b => { b.checked = box.checked })
      }
      this.last = box
    })
    this.addEventListener('change', e => {
      if (e.target.matches('thead input[type=checkbox]')) this.boxes().forEach(b => { b.checked = e.target.checked })
      this.show()
    })
    this.show()
  }

  boxes() { return [...this.querySelectorAll('tbody input[type=checkbox]')] }

  show() {
    const boxes = this.boxes()
    const count = boxes.filter(b => b.checked).length
    const bar = this.querySelector('[data-selection]')
    if (bar) bar.hidden = count === 0
    const number = this.querySelector('[data-selection-count]')
    if (number) number.textContent = count.toLocaleString(document.documentElement.lang)
    const all = this.querySelector('thead input[type=checkbox]')
    if (all) {
      all.checked = count > 0 && count === boxes.length
      all.indeterminate = count > 0 && count < boxes.length
    }
  }
})
