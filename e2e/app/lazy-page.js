/** A page in a chunk of its own. */
export default { render: () => 'Lazy page' }
