package index

import "syscall"

// release says that a file's part in memory is not needed for now. What is read again comes back from the system's cache.
func release(mapped []byte) {
	_ = syscall.Madvise(mapped, syscall.MADV_DONTNEED) // it is advice: without it the system sees to memory by itself
}
