// Package trap holds a function to be measured wrongly and rightly.
package trap

// Mix is a few instructions without side effects.
func Mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
