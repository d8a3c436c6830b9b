import { chooseFile } from './choose-file.js'

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** How the text is written that the link is put into. */
const ways = {
  Markdown: ({ href, text }) => `[${text.replace(/[\\*_[\]`<~]/g, '\\$&')}](${href})`,
  Html: ({ href, text }) => `<a href="${href}">${text.replace(/[&<>"]/g, sign => entities[sign])}</a>`,
}

/** <link-file data-file='{"to":"/mail/files",…}' data-format="Markdown" data-into="id"><a href="…">…</a></link-file>: asks for a file in place of leading to their list, and puts its link where the cursor stood in a plain field. */
customElements.define('link-file', class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('a')
    button.setAttribute('role', 'button')
    const choose = async e => {
      e.preventDefault()
      const said = await chooseFile({ ...JSON.parse(this.dataset.file), place: this })
      if (said) this.put(ways[this.dataset.format](said))
    }
    button.addEventListener('click', choose)
    button.addEventListener('keydown', e => { if (e.key === ' ') choose(e) })
  }

  put(text) {
    const area = document.getElementById(this.dataset.into)
    area.focus()
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end')
    area.dispatchEvent(new Event('input', { bubbles: true }))
  }
})
