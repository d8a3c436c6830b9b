/**
 * <confirm-details><details><summary>Archive…</summary><div>what will happen + form</div></details></confirm-details>
 * The consequence is named before the button appears; works without JavaScript. Escape closes it and gives focus back.
 */
customElements.define('confirm-details', class extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector('details')
    details.addEventListener('toggle', () => { if (details.open) details.querySelector('button, input')?.focus() })
    this.addEventListener('keydown', e => {
      if (e.key !== 'Escape') return
      details.open = false
      details.querySelector('summary').focus()
    })
    this.addEventListener('click', e => { if (e.target.closest('[data-close]')) details.open = false })
  }
})
