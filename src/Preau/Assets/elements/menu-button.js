/** <menu-button><details>…</details></menu-button>: closes the menu on Escape and when focus or a click goes elsewhere. */
customElements.define('menu-button', class extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector('details')
    const close = () => { details.open = false }
    this.addEventListener('keydown', e => {
      if (e.key !== 'Escape' || !details.open) return
      close()
      details.querySelector('summary').focus()
    })
    this.onAway = e => { if (!this.contains(e.target)) close() }
    document.addEventListener('click', this.onAway)
    this.addEventListener('focusout', e => { if (e.relatedTarget && !this.contains(e.relatedTarget)) close() })
  }

  disconnectedCallback() { document.removeEventListener('click', this.onAway) }
})
