// Package lab holds the two experiments of the post, in its tests, on a
// fake clock.
package lab
