/**
 * <segment-builder data-catalogue='[{name,label,family,operators,choices}]' data-words='{…}'><input type="hidden" name="Tree"></segment-builder>
 * Edits the tree in its hidden field: groups to three levels, conditions of field, operator and values. Says «segment-change» when it changed.
 */
customElements.define('segment-builder', class extends HTMLElement {
  connectedCallback() {
    this.fields = JSON.parse(this.dataset.catalogue)
    this.words = JSON.parse(this.dataset.words)
    this.input = this.querySelector('input[type=hidden]')
    this.tree = JSON.parse(this.input.value || 'null') ?? { join: 'all', parts: [] }
    if (this.tree.parts.length === 0) this.tree.parts.push(this.fresh())
    this.surface = this.appendChild(document.createElement('div'))
    this.draw()
  }

  fresh() {
    return { field: '', operator: '', values: [] }
  }

  draw(focus) {
    this.surface.replaceChildren(this.group(this.tree, 0, null))
    if (focus) this.surface.querySelector(focus)?.focus()
    this.store()
  }

  /** A condition counts once its field and values are there; half a condition says nothing yet. */
  store() {
    const kept = node => node.join ? { join: node.join, parts: node.parts.map(kept).filter(Boolean) } : this.isWhole(node) ? { field: node.field, operator: node.operator, values: node.values } : null
    this.input.value = JSON.stringify(kept(this.tree))
    this.input.dispatchEvent(new CustomEvent('segment-change', { bubbles: true }))
  }

  isWhole(node) {
    const operator = this.field(node)?.operators.find(o => o.name === node.operator)
    return operator && node.values.length >= operator.fewest
  }

  field(node) { return this.fields.find(f => f.name === node.field) }

  group(node, depth, parent) {
    const box = this.make('fieldset', 'segment-group')
    const legend = box.appendChild(this.make('legend', 'visually-hidden'))
    legend.textContent = this.words.joining
    const head = box.appendChild(this.make('div', 'segment-head'))
    head.append(this.select(this.words.joining, ['all', 'any', 'none'].map(j => [j, this.words[j]]), node.join, value => { node.join = value; this.store() }))
    if (parent) head.append(this.button(this.words.remove, 'x', () => { parent.parts.splice(parent.parts.indexOf(node), 1); this.draw() }))
    const list = box.appendChild(this.make('div', 'segment-parts'))
    for (const part of node.parts) list.append(part.join ? this.group(part, depth + 1, node) : this.condition(part, node))
    const foot = box.appendChild(this.make('div', 'segment-foot'))
    foot.append(this.button(this.words.condition, 'plus', () => { node.parts.push(this.fresh()); this.draw() }, true))
    if (depth < 2) foot.append(this.button(this.words.group, 'plus', () => { node.parts.push({ join: 'any', parts: [this.fresh()] }); this.draw() }, true))
    return box
  }

  condition(node, parent) {
    const row = this.make('div', 'segment-row')
    const fields = this.make('select', 'form-select')
    fields.setAttribute('aria-label', this.words.field)
    fields.append(new Option(this.words.choose, ''))
    for (const family of new Set(this.fields.map(f => f.family))) {
      const part = fields.appendChild(document.createElement('optgroup'))
      part.label = family
      this.fields.filter(f => f.family === family).forEach(f => part.append(new Option(f.label, f.name)))
    }
    fields.value = node.field
    fields.addEventListener('change', () => {
      node.field = fields.value
      node.operator = this.field(node)?.operators[0].name ?? ''
      node.values = []
      this.draw()
    })
    row.append(fields)
    const field = this.field(node)
    if (field) {
      row.append(this.select(this.words.operator, field.operators.map(o => [o.name, o.label]), node.operator, value => { node.operator = value; node.values = []; this.draw() }))
      const operator = field.operators.find(o => o.name === node.operator)
      if (operator?.most > 0) row.append(this.values(node, field, operator))
    }
    row.append(this.button(this.words.remove, 'x', () => { parent.parts.splice(parent.parts.indexOf(node), 1); this.draw() }))
    return row
  }

  values(node, field, operator) {
    if (operator.kind === 'choice' && operator.most > 1) {
      const list = this.make('div', 'segment-choices')
      list.setAttribute('role', 'group')
      list.setAttribute('aria-label', this.words.value)
      for (const choice of field.choices) {
        const label = list.appendChild(this.make('label', 'segment-choice'))
        const box = label.appendChild(this.make('input', 'form-check-input'))
        box.type = 'checkbox'
        box.checked = node.values.includes(choice.value)
        box.addEventListener('change', () => { node.values = field.choices.map(c => c.value).filter(v => v === choice.value ? box.checked : node.values.includes(v)); this.store() })
        label.append(' ' + choice.label)
      }
      return list
    }
    if (operator.kind === 'choice') return this.select(this.words.value, [['', this.words.choose], ...field.choices.map(c => [c.value, c.label])], node.values[0] ?? '', value => { node.values = value ? [value] : []; this.store() })
    const input = this.make('input', 'form-control')
    input.type = { whole: 'number', number: 'number', money: 'number', date: 'date' }[operator.kind] ?? 'text'
    if (input.type === 'number') { input.min = 0; input.step = operator.kind === 'whole' ? 1 : 'any' }
    input.maxLength = 200
    input.value = node.values.join(', ')
    input.setAttribute('aria-label', operator.most > 1 ? `${this.words.value} (${this.words.several})` : this.words.value)
    if (operator.most > 1) input.placeholder = this.words.several
    input.addEventListener('input', () => {
      node.values = (operator.most > 1 ? input.value.split(',') : [input.value]).map(v => v.trim()).filter(Boolean)
      this.store()
    })
    return input
  }

  select(label, options, value, chosen) {
    const select = this.make('select', 'form-select')
    select.setAttribute('aria-label', label)
    select.append(...options.map(([v, text]) => new Option(text, v)))
    select.value = value
    select.addEventListener('change', () => chosen(select.value))
    return select
  }

  button(text, icon, act, withText = false) {
    const button = this.make('button', 'btn btn-small')
    button.type = 'button'
    button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="/dist/icons.svg#${icon}"/></svg>`
    if (withText) button.append(' ' + text)
    else button.setAttribute('aria-label', text)
    button.addEventListener('click', act)
    return button
  }

  make(name, className) {
    const element = document.createElement(name)
    element.className = className
    return element
  }
})
