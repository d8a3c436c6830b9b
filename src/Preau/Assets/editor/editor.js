import '../elements/rich-editor.js'
import '../elements/link-file.js'
