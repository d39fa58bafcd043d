module kubectl-initx.test/programs

go 1.25.0
