/** <copy-button data-text="…"><button>Copy</button></copy-button>: puts the text on the clipboard and says so. */
customElements.define('copy-button', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', async () => {
      await navigator.clipboard.writeText(this.dataset.text)
      const button = this.querySelector('button')
      const before = button.textContent
      button.textContent = this.dataset.done
      setTimeout(() => { button.textContent = before }, 2000)
    })
  }
})
