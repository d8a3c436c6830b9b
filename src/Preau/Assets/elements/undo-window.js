/** <undo-window data-seconds="27">… <span data-left>27</span> …</undo-window>: counts down how long something can be taken back, then shows what became of it. */
customElements.define('undo-window', class extends HTMLElement {
  connectedCallback() {
    const until = performance.now() + Number(this.dataset.seconds) * 1000
    const left = this.querySelector('[data-left]')
    this.timer = setInterval(() => {
      const seconds = Math.max(0, Math.ceil((until - performance.now()) / 1000))
      left.textContent = seconds
      if (seconds > 0) return
      clearInterval(this.timer)
      location.reload()
    }, 250)
  }

  disconnectedCallback() { clearInterval(this.timer) }
})
