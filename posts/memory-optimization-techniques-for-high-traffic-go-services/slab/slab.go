// Package slab allocates many values of one type in few pieces.
package slab

// region slab
// Slab hands out pointers into chunks. All values of one chunk live until
// none of them is referenced any more; a Slab is for one goroutine.
type Slab[T any] struct {
	chunk []T
	size  int
}

// New returns a slab that allocates size values at a time.
func New[T any](size int) *Slab[T] { return &Slab[T]{size: size} }

// Alloc returns a pointer to a zero T.
func (s *Slab[T]) Alloc() *T {
	if len(s.chunk) == 0 {
		s.chunk = make([]T, s.size)
	}
	p := &s.chunk[0]
	s.chunk = s.chunk[1:]
	return p
}

// endregion slab

// Node is an element of a tree built per request.
type Node struct {
	Key         int
	Left, Right *Node
}

// BuildNew makes a balanced tree with one allocation per node.
func BuildNew(lo, hi int) *Node {
	if lo >= hi {
		return nil
	}
	mid := (lo + hi) / 2
	return &Node{mid, BuildNew(lo, mid), BuildNew(mid+1, hi)}
}

// BuildSlab makes the same tree from a slab.
func BuildSlab(s *Slab[Node], lo, hi int) *Node {
	if lo >= hi {
		return nil
	}
	mid := (lo + hi) / 2
	n := s.Alloc()
	*n = Node{mid, BuildSlab(s, lo, mid), BuildSlab(s, mid+1, hi)}
	return n
}

// region index
// Flat is a tree without pointers: children are positions in one slice,
// -1 for none. The collector never looks inside.
type Flat struct{ nodes []flatNode }

type flatNode struct {
	key         int
	left, right int32
}

// Build adds the keys lo to hi-1 and returns the root's position.
func (f *Flat) Build(lo, hi int) int32 {
	if lo >= hi {
		return -1
	}
	mid := (lo + hi) / 2
	at := int32(len(f.nodes))
	f.nodes = append(f.nodes, flatNode{key: mid})
	l, r := f.Build(lo, mid), f.Build(mid+1, hi)
	f.nodes[at].left, f.nodes[at].right = l, r
	return at
}

// Reset forgets all nodes and keeps the memory for the next request.
func (f *Flat) Reset() { f.nodes = f.nodes[:0] }

// endregion index

// Sum adds all keys below position at.
func (f *Flat) Sum(at int32) int {
	if at < 0 {
		return 0
	}
	n := f.nodes[at]
	return n.key + f.Sum(n.left) + f.Sum(n.right)
}

// Sum adds all keys of the tree.
func (n *Node) Sum() int {
	if n == nil {
		return 0
	}
	return n.Key + n.Left.Sum() + n.Right.Sum()
}
