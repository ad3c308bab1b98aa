;; for Schemes that have no such procedures
(define (x-split s ch)
  (let ((len (string-length s)))
    (let loop ((i (- len 1)) (end len) (acc '()))
      (cond ((< i 0) (cons (substring s 0 end) acc))
            ((char=? (string-ref s i) ch) (loop (- i 1) i (cons (substring s (+ i 1) end) acc)))
            (else (loop (- i 1) end acc))))))

(define (x-join l sep)
  (if (null? l)
      ""
      (let loop ((l (cdr l)) (acc (list (car l))))
        (if (null? l)
            (apply string-append (reverse acc))
            (loop (cdr l) (cons (car l) (cons sep acc)))))))
