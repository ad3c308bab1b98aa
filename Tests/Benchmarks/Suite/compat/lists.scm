;; what every Scheme needs in front, besides its own file
(define (x-print v) (display v) (newline))
(define (x-range a b)
  (let loop ((i (- b 1)) (acc '()))
    (if (< i a) acc (loop (- i 1) (cons i acc)))))
(define (x-fold f acc l)
  (if (null? l) acc (x-fold f (f acc (car l)) (cdr l))))
