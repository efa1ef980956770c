module ecsprobe.invalid/oracle

go 1.25
