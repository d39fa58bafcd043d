// The registry has a main.go of its own here: crane's cannot be slowed down.
module kubectl-initx.test/registry

go 1.25.0

require github.com/google/go-containerregistry v0.22.1
