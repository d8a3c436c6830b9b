// The public site works without scripts; this one only keeps a form from being sent twice.
import '../elements/busy-form.js'
