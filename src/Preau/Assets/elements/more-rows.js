/** <more-rows> around lines of a form named …[0]…, …[1]… and a button, which adds an empty one here. Without JavaScript it sends the form, which comes back with one. */
customElements.define('more-rows', class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector(':scope > button')
    button.type = 'button'
    button.addEventListener('click', () => this.add(button))
  }

  add(button) {
    const rows = this.querySelectorAll(':scope > .way')
    const row = rows[rows.length - 1].cloneNode(true)
    const next = text => text?.replace(/(\[|_)(\d+)(\]|_)(?!.*(\[|_)\d+(\]|_))/, (_, a, n, b) => a + (Number(n) + 1) + b)
    row.querySelectorAll('[name], [id], [for], [aria-describedby]').forEach(e => ['name', 'id', 'for', 'aria-describedby'].forEach(a => {
      if (e.hasAttribute(a)) e.setAttribute(a, next(e.getAttribute(a)))
    }))
    row.querySelectorAll('input').forEach(i => { if (i.type === 'checkbox') i.checked = false; else if (i.type !== 'hidden' && i.maxLength !== 2) i.value = '' })
    row.querySelectorAll('.error').forEach(e => e.remove())
    row.querySelectorAll('[aria-invalid]').forEach(e => e.removeAttribute('aria-invalid'))
    button.before(row)
    row.querySelector('input, select')?.focus()
  }
})
