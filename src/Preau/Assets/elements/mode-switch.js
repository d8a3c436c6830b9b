/** <mode-switch><button>…</button></mode-switch>: light or dark, kept in a cookie of this origin for a year. */
customElements.define('mode-switch', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', () => {
      const root = document.documentElement
      const next = root.getAttribute('data-bs-theme') === 'dark' ? 'light' : 'dark'
      root.setAttribute('data-bs-theme', next)
      document.cookie = `mode=${next}; path=/; max-age=31536000; samesite=lax`
    })
  }
})
